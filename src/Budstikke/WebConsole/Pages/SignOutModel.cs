using Budstikke.Users;
using Microsoft.AspNetCore.Mvc;

namespace Budstikke.WebConsole.Pages;

internal sealed class SignOutModel(Doorkeeper door, Sessions sessions) : ConsolePage(door)
{
    public override string Title => Say(Words.SignOut);

    public IActionResult OnGet() => Missing();

    public async Task<IActionResult> OnPost()
    {
        await sessions.End(Me, Me.SessionHash);
        Door.Leave(HttpContext);
        return new RedirectResult("/sign-in");
    }
}
