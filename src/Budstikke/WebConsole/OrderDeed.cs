using Budstikke.Orders;
using Budstikke.Users;
using Microsoft.AspNetCore.Mvc;

namespace Budstikke.WebConsole;

/// <summary>A page that says what will be done to an order, and does it on its button: what was seen must still be so,
/// or nothing is done.</summary>
internal abstract class OrderDeed(Doorkeeper door, OrderView view, Deed deed) : ConsolePage(door)
{
    protected static readonly Term Changed = new(
        "Ordren er endret siden du så den. Se over, og prøv igjen.",
        "The order has changed since you looked at it. Look again, and try once more."
    );

    public OrderSeen Seen { get; private set; } = null!;

    public string Mark { get; private set; } = "";

    public Term? Fault { get; private set; }

    /// <summary>Whether the order's state allows it.</summary>
    protected abstract bool IsPossible { get; }

    /// <summary>Null when it is done, and else why it is not.</summary>
    protected abstract Task<Term?> Do();

    public async Task<IActionResult> OnGet(string id) => await Look(id) ? Page() : Missing();

    public async Task<IActionResult> OnPost(string id)
    {
        if (!await Look(id))
            return Missing();
        Fault = Field("mark") == Mark ? await Do() : Changed;
        if (Fault is null)
            return new RedirectResult($"/orders/{Seen.Row.OrderId}?done");
        HttpContext.Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    /// <summary>The same said twice of what was seen once (a button pressed again) is done once.</summary>
    protected IdempotencyKey Once(string call, params string?[] said) =>
        new($"console {Me.UserId} {Mark} {string.Join('\n', said)}", default, $"{call} {Seen.Row.OrderId}");

    /// <summary>False for an order that is not there or not his, and for what he may not do or what cannot be
    /// done.</summary>
    private async Task<bool> Look(string id)
    {
        if (await view.Read(Me, id) is not { } seen || !Me.May(deed, seen.Row.ClientId))
            return false;
        Seen = seen;
        Mark = await view.MarkOf(seen);
        return IsPossible || HttpMethods.IsPost(HttpContext.Request.Method);
    }
}
