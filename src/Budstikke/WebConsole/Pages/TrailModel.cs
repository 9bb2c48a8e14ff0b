using Budstikke.Storage;
using Budstikke.Trail;
using Budstikke.Users;
using Microsoft.AspNetCore.Mvc;

namespace Budstikke.WebConsole.Pages;

/// <summary>Who did what: of a client, or for an operator of all.</summary>
internal sealed class TrailModel(Doorkeeper door, Database database) : ConsolePage(door)
{
    private const int PageRows = 100;
    public static readonly Term OlderWords = new("Eldre", "Older");

    public override string Title => Say(Words.Trail);

    public IReadOnlyList<TrailRow> Rows { get; private set; } = [];

    public long? Older => Rows.Count == PageRows ? Rows[^1].Number : null;

    public async Task<IActionResult> OnGet(long? before)
    {
        if (Me.Is is not (Role.Admin or Role.Operator))
            return Missing();
        Rows = await database.Read(session =>
            TrailBook.Read(session, new(Me.Sees ?? Me.ActsFor, Before: before, Count: PageRows))
        );
        return Page();
    }
}
