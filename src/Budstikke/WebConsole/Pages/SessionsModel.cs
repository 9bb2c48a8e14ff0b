using Budstikke.Users;
using Microsoft.AspNetCore.Mvc;

namespace Budstikke.WebConsole.Pages;

/// <summary>Where one is signed in, and ending it.</summary>
internal sealed class SessionsModel(Doorkeeper door, Sessions sessions) : ConsolePage(door)
{
    public static readonly Term Since = new("Siden", "Since");
    public static readonly Term LastSeen = new("Sist brukt", "Last used");
    public static readonly Term From = new("Fra", "From");
    public static readonly Term This = new("(denne)", "(this one)");

    public override string Title => Say(Words.Sessions);

    public IReadOnlyList<SessionRow> Open { get; private set; } = [];

    public async Task OnGet() => Open = await sessions.Of(Me.UserId);

    public async Task<IActionResult> OnPost()
    {
        await sessions.End(Me, Field("session"));
        return new RedirectResult("/sessions?done");
    }
}
