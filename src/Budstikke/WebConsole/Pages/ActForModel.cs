using Budstikke.Clients;
using Budstikke.Storage;
using Budstikke.Users;
using Microsoft.AspNetCore.Mvc;

namespace Budstikke.WebConsole.Pages;

/// <summary>An operator acts for a client, and says why: everyone of the client's can read it.</summary>
internal sealed class ActForModel(Doorkeeper door, Sessions sessions, Database database) : ConsolePage(door)
{
    public const int MaxReasonCharacters = 200;
    private const int MaxListed = 1000;
    private static readonly Term s_reason = new(
        "Skriv en grunn, uten fødselsnummer, og velg en klient.",
        "Give a reason, without a personal number, and choose a client."
    );

    public override string Title => Say(Words.ActFor);

    public IReadOnlyList<Client> Clients { get; private set; } = [];

    public Term? Fault { get; private set; }

    public async Task<IActionResult> OnGet() => await Look() ? Page() : Missing();

    public async Task<IActionResult> OnPost()
    {
        if (!await Look())
            return Missing();
        if (Field("end").Length > 0)
        {
            await sessions.ActFor(Me, null, null);
            return new RedirectResult("/?done");
        }
        var (client, reason) = (Field("client"), Field("reason").Trim());
        if (!IsWritable(reason, MaxReasonCharacters) || Clients.All(one => one.ClientId != client))
        {
            Fault = s_reason;
            return Page();
        }
        await sessions.ActFor(Me, client, reason);
        return new RedirectResult("/?done");
    }

    private async Task<bool> Look()
    {
        if (Me.Is != Role.Operator)
            return false;
        Clients =
        [
            .. (await database.Read(session => ClientRow.All(session, MaxListed))).Select(row => row.ToClient()),
        ];
        return true;
    }
}
