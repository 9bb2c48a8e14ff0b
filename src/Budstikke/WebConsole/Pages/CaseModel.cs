using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Documents.Wording;
using Budstikke.Users;
using Microsoft.AspNetCore.Mvc;

namespace Budstikke.WebConsole.Pages;

/// <summary>One case: what failed, what to do, and that it is done.</summary>
internal sealed class CaseModel(Doorkeeper door, Cases cases, CaseStore store, WorkOnCase work) : ConsolePage(door)
{
    public static readonly Term Closed = new("Lukket {0} av {1}: {2}", "Closed on {0} by {1}: {2}");
    public static readonly Term OneDay = new("1 dag", "1 day");
    private static readonly Term s_note = new(
        "Skriv hva som ble gjort, uten fødselsnummer.",
        "Say what was done, without a personal number."
    );
    private static readonly Term s_changed = new(
        "Saken er lukket eller endret.",
        "The case was closed or has changed."
    );

    public override string Title => Kind.Title.In(Language);

    public string What => Kind.What.In(Language);

    public string Advice => Kind.Advice.In(Language);

    public CaseAbout Seen { get; private set; } = null!;

    public Term? Fault { get; private set; }

    public bool MayClose => Seen.Row.ClosedAt is null && Me.May(Deed.CloseCase, Seen.Row.ClientId);

    public bool AsksWhetherItArrived => Seen.Row.Kind == NewCase.ArrivalUnknown;

    public bool MaySendAgain => MayClose && Seen is { Invoice: not null, OrderIds.Count: > 0 } && !AsksWhetherItArrived;

    private CaseWords Kind => CaseWords.For(Seen.Row.Kind);

    private Language Language => IsEnglish ? Language.En : Language.No;

    public async Task<IActionResult> OnGet(string id) => await Look(id) ? Page() : Missing();

    public async Task<IActionResult> OnPost(string id)
    {
        if (!await Look(id) || !Me.May(Deed.CloseCase, Seen.Row.ClientId))
            return Missing();
        var note = Field("note").Trim();
        if (note.Length > 0 && !IsWritable(note, int.MaxValue))
            return Refuse(s_note);
        if (Field("do") is "take" or "snooze-1" or "snooze-7" or "note")
            return await Work(id) ? new RedirectResult($"/cases/{id}?done") : Refuse(s_changed);
        DoubtDecision? decision = Field("decision") switch
        {
            "arrived" => DoubtDecision.Arrived,
            "send-on" => DoubtDecision.SendOn,
            _ => null,
        };
        var closed = await cases.Close(id, note, Me.Actor.By, decision);
        if (closed.Result == CloseResult.Closed)
            return new RedirectResult("/cases?done");
        return Refuse(closed.Result == CloseResult.NoteRefused ? s_note : s_changed);
    }

    private Task<bool> Work(string id) =>
        Field("do") switch
        {
            "take" => work.Take(id, Me.Actor.By),
            "snooze-1" => work.Snooze(id, 1, Me.Actor.By),
            "snooze-7" => work.Snooze(id, 7, Me.Actor.By),
            _ => work.Note(id, Field("note").Trim(), Me.Actor.By),
        };

    private IActionResult Refuse(Term fault)
    {
        Fault = fault;
        HttpContext.Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<bool> Look(string id)
    {
        if (await store.Find(id) is not { } row || (Me.Sees is { } own && row.ClientId != own))
            return false;
        Seen = await store.About(row);
        return true;
    }
}
