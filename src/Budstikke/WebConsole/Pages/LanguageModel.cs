using Microsoft.AspNetCore.Mvc;

namespace Budstikke.WebConsole.Pages;

internal sealed class LanguageModel(Doorkeeper door) : ConsolePage(door)
{
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(365);

    public override string Title => "";

    public IActionResult OnGet() => Missing();

    public IActionResult OnPost()
    {
        HttpContext.Response.Cookies.Append(
            LanguageCookie,
            Field("to") == English ? English : "no",
            new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                MaxAge = s_kept,
                Path = "/",
            }
        );
        return new RedirectResult(Doorkeeper.Local(Field("back")));
    }
}
