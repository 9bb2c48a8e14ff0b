using Budstikke.Jobs.Network;
using Budstikke.Users;
using Microsoft.AspNetCore.Mvc;

namespace Budstikke.WebConsole.Pages;

/// <summary>Name, password and code in one form: nobody learns which of them was wrong.</summary>
internal sealed class SignInModel(Doorkeeper door, SignIn signIn, Sessions sessions, FailedTries tries)
    : ConsolePage(door)
{
    private const int MaxFieldCharacters = 200;

    public override string Title => Say(Words.SignIn);

    public string To { get; private set; } = "/";

    public Term? Fault { get; private set; }

    public void OnGet(string? to) => To = Doorkeeper.Local(to);

    public async Task<IActionResult> OnPost()
    {
        To = Doorkeeper.Local(Field("to"));
        var address = CallerAddress.Of(HttpContext);
        if (!tries.Take(address))
            return Refuse(Words.TooMany, StatusCodes.Status429TooManyRequests);
        string[] said = [Field("name"), Field("password"), Field("code")];
        var key = said.All(text => text.Length <= MaxFieldCharacters)
            ? await signIn.Run(said[0], said[1], said[2], Address)
            : null;
        if (key is null)
            return Refuse(Words.SignInFailed, StatusCodes.Status401Unauthorized);
        tries.GiveBack(address);
        // Whoever had a session before has a new one now, and the earlier key opens nothing.
        if (Visit.Session is { } earlier)
            await sessions.End(earlier, earlier.SessionHash);
        Door.Enter(HttpContext, key);
        return new RedirectResult(To);
    }

    private IActionResult Refuse(Term fault, int status)
    {
        Fault = fault;
        HttpContext.Response.StatusCode = status;
        return Page();
    }
}
