using Budstikke.Clients;
using Budstikke.Timeline;
using Budstikke.Users;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Budstikke.WebConsole;

/// <summary>What every page has: who looks at it, in which language, and the token of its forms.</summary>
internal abstract class ConsolePage(Doorkeeper door) : PageModel
{
    public const string LanguageCookie = "budstikke-language";
    public const string English = "en";

    public Visit Visit => HttpContext.Features.GetRequiredFeature<Visit>();

    /// <summary>Of a page that nobody meets without a session.</summary>
    public SessionRow Me =>
        Visit.Session ?? throw new InvalidOperationException($"{HttpContext.Request.Path} is met without a session.");

    public bool IsEnglish => HttpContext.Request.Cookies[LanguageCookie] == English;

    public Shown Shown => new(IsEnglish);

    public string FormToken => door.TokenOf(Visit);

    /// <summary>The page's name in the browser's tab and at its head.</summary>
    public abstract string Title { get; }

    /// <summary>Something was done, and the page says so.</summary>
    public bool IsDone => HttpContext.Request.Query.ContainsKey("done");

    public string Say(Term term, params object?[] about) => term.In(IsEnglish, about);

    protected Doorkeeper Door => door;

    protected string? Address => HttpContext.Connection.RemoteIpAddress?.ToString();

    protected string Field(string name) => HttpContext.Request.Form[name].ToString();

    /// <summary>As who a change of an order is made.</summary>
    protected Caller CallerFor(Client client) => new(client, "", Scopes.ReadWrite) { Person = Me.Actor.By };

    /// <summary>What is written stays for ever, so that it must not hold a personal number.</summary>
    protected static bool IsWritable(string text, int max) =>
        text.Length > 0 && text.Length <= max && Sought.MayBeShown(text);

    protected IActionResult Missing() => NotFound();
}
