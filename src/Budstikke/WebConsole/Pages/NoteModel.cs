using Budstikke.Orders;
using Budstikke.Users;

namespace Budstikke.WebConsole.Pages;

/// <summary>Writes something down on an order's timeline.</summary>
internal sealed class NoteModel(Doorkeeper door, OrderView view, NoteOrder notes) : OrderDeed(door, view, Deed.Note)
{
    public static readonly Term What = new(
        "Notatet står i det som har skjedd, for alle som ser ordren, og kan ikke slettes. Skriv ikke fødselsnummer.",
        "The note stands among what happened, for all who see the order, and cannot be taken away. Write "
            + "no personal number."
    );
    private static readonly Term s_note = new(
        "Skriv noe, uten fødselsnummer.",
        "Write something, without a personal number."
    );

    public override string Title => Say(Words.WriteNote);

    protected override bool IsPossible => true;

    protected override async Task<Term?> Do()
    {
        var note = Field("note").Trim();
        if (!IsWritable(note, NoteOrder.MaxCharacters))
            return s_note;
        await notes.Run(Seen.Row, note, Me.Actor.By);
        return null;
    }
}
