using Budstikke.Clients;
using Budstikke.Storage;
using Budstikke.Users;
using Microsoft.AspNetCore.Mvc;

namespace Budstikke.WebConsole.Pages;

/// <summary>Where an order is, and what can be done about it.</summary>
internal sealed class OrderModel(Doorkeeper door, OrderView view, Database database) : ConsolePage(door)
{
    public override string Title => $"{Say(Words.Order)} {Seen.Row.OrderId} · {Seen.Client.Seller.Name}";

    public OrderSeen Seen { get; private set; } = null!;

    public bool IsTest => Seen.Client.Mode == ClientMode.Test;

    /// <summary>What its state and the role allow, each by its path.</summary>
    public IReadOnlyList<(string Path, Term Words)> Actions =>
        [
            .. new[]
            {
                (Path: "resend", Words.Resend, Deed: Deed.Resend, Can: Seen.CanBeSentAgain),
                (Path: "cancel", Words.Cancel, Deed: Deed.Cancel, Can: Seen.CanBeCancelled),
                (Path: "note", Words.WriteNote, Deed: Deed.Note, Can: true),
                (Path: "credit", Words.Credit, Deed: Deed.Credit, Can: Seen.CanBeCredited),
            }
                .Where(one => one.Can && Me.May(one.Deed, Seen.Row.ClientId))
                .Select(one => (one.Path, one.Item2)),
        ];

    /// <summary>Who did something about it, by name.</summary>
    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>();

    public async Task<IActionResult> OnGet(string id)
    {
        if (await view.Read(Me, id) is not { } seen)
            return Missing();
        Seen = seen;
        Names = await UserNames.Of(database, seen.Facts.Select(fact => fact.CausedBy));
        return Page();
    }
}
