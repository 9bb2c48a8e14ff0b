using Budstikke.Orders;
using Budstikke.Users;

namespace Budstikke.WebConsole.Pages;

/// <summary>Takes an order back that is not invoiced yet.</summary>
internal sealed class CancelModel(Doorkeeper door, OrderView view, CancelOrder cancel)
    : OrderDeed(door, view, Deed.Cancel)
{
    public const int MaxNoteCharacters = 255;

    public static readonly Term What = new(
        "Ordren på {0} faktureres ikke. Klienten får vite det. Kunden får ingenting.",
        "The order of {0} is not invoiced. The client is told. The customer gets nothing."
    );
    private static readonly Term s_note = new(
        "Skriv hvorfor, uten fødselsnummer.",
        "Say why, without a personal number."
    );
    private static readonly Term s_late = new(
        "Den er fakturert eller kansellert i mellomtiden.",
        "It was invoiced or cancelled meanwhile."
    );

    public override string Title => Say(Words.Cancel);

    protected override bool IsPossible => Seen.CanBeCancelled;

    protected override async Task<Term?> Do()
    {
        var note = Field("note").Trim();
        if (!IsWritable(note, MaxNoteCharacters))
            return s_note;
        var answered = await cancel.Run(CallerFor(Seen.Client), Seen.Row.OrderId, note, Once("cancel", note));
        return answered?.Result == Cancellation.Cancelled ? null : s_late;
    }
}
