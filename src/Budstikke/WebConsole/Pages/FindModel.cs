using Budstikke.Orders;
using Budstikke.Timeline;
using Microsoft.AspNetCore.Mvc;

namespace Budstikke.WebConsole.Pages;

/// <summary>One box for what people have in hand.</summary>
internal sealed class FindModel(Doorkeeper door, SearchOrders search, OrderStore orders) : ConsolePage(door)
{
    public override string Title => Say(Words.Find);

    public string Asked { get; private set; } = "";

    public FoundOrders? Found { get; private set; }

    /// <summary>An operator sees all clients and looks for words in one of them.</summary>
    public bool NeedsClient { get; private set; }

    public async Task<IActionResult> OnGet(string? q)
    {
        // A personal number in an address would stand in logs and histories: it is not looked for there.
        if (q is null || !Sought.MayBeShown(q))
            return Page();
        return await Look(q);
    }

    /// <summary>What may stand in an address goes there, so that the answer can be shown to a colleague.</summary>
    public async Task<IActionResult> OnPost()
    {
        var asked = Field("q").Trim();
        return Sought.MayBeShown(asked)
            ? new RedirectResult($"/?q={Uri.EscapeDataString(asked)}")
            : await Look(asked, isShown: false);
    }

    private async Task<IActionResult> Look(string asked, bool isShown = true)
    {
        Asked = isShown ? asked : "";
        var sought = Sought.Of(asked);
        if ((Me.Sees ?? Me.ActsFor) is { } clientId)
            Found = await search.Run(asked, clientId, HttpContext.RequestAborted);
        else if (sought.Kind == SoughtKind.Order && await orders.FindOfAny(sought.Text) is { } row)
            Found = new(sought, [row], null);
        else
            NeedsClient = true;
        // An id leads straight to what it names.
        return Found is { Sought.Kind: SoughtKind.Order, Orders: [var one] }
            ? new RedirectResult($"/orders/{one.OrderId}")
            : Page();
    }
}
