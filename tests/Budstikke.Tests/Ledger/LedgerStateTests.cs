using Budstikke.Ledger;
using Budstikke.Orders;

namespace Budstikke.Tests.Ledger;

/// <summary>
/// An invoice of 350 with two orders, A of 100 and B of 200, and a fee of 50: what becomes of it, entry by entry, in
/// whole NOK, and the states of A, of B and of the invoice as a whole after each.
/// </summary>
public sealed class LedgerStateTests
{
    [Theory]
    // Nothing, and part payments.
    [InlineData("", "INVOICED INVOICED INVOICED")]
    [InlineData("paid 300", "INVOICED INVOICED INVOICED")]
    [InlineData("paid 300, paid 50", "PAID PAID PAID")]
    [InlineData("paid 400", "PAID PAID PAID")]
    // A payment that is taken back, and one that comes in its place.
    [InlineData("paid 350, paid -350", "INVOICED INVOICED INVOICED")]
    [InlineData("paid 350, paid -350, paid 350", "PAID PAID PAID")]
    [InlineData("paid 350, credited A 40, paid -350, paid 310", "PAID PAID PAID")]
    // Credits alone.
    [InlineData("credited A 40", "PARTIAL_REFUNDED INVOICED PARTIAL_REFUNDED")]
    [InlineData("credited A 40, credited A 60", "REFUNDED INVOICED PARTIAL_REFUNDED")]
    [InlineData("credited A 100, credited B 200", "REFUNDED REFUNDED PARTIAL_REFUNDED")]
    // What is credited whole is refunded, whatever was paid and whenever.
    [InlineData("paid 350, credited A 100", "REFUNDED PAID PARTIAL_REFUNDED")]
    [InlineData("credited A 100, paid 250", "REFUNDED PAID PAID")]
    [InlineData("credited A 100, credited B 200, paid 50", "REFUNDED REFUNDED PAID")]
    // Of what is credited in part, the newer of the credit and of the payment that settles decides.
    [InlineData("paid 350, credited A 40", "PARTIAL_REFUNDED PAID PARTIAL_REFUNDED")]
    [InlineData("credited A 40, paid 310", "PAID PAID PAID")]
    [InlineData("paid 200, credited A 40, paid 110", "PAID PAID PAID")]
    [InlineData("paid 350, credited A 40, paid 10", "PARTIAL_REFUNDED PAID PARTIAL_REFUNDED")]
    [InlineData("credited A 40, paid 310, credited B 10", "PAID PARTIAL_REFUNDED PARTIAL_REFUNDED")]
    // A credit that settles what was paid in part: its order is refunded in part, the other one's rest is paid.
    [InlineData("paid 310, credited A 40", "PARTIAL_REFUNDED PAID PARTIAL_REFUNDED")]
    // What is written off settles a payment that was short, and pays nothing by itself.
    [InlineData("paid 349, written-off 1", "PAID PAID PAID")]
    [InlineData("written-off 350", "INVOICED INVOICED INVOICED")]
    // A fee that is asked for later is owed beside the invoice, and paid last.
    [InlineData("fee 35", "INVOICED INVOICED INVOICED")]
    [InlineData("fee 35, paid 350", "PAID PAID PAID")]
    [InlineData("paid 350, fee 35", "PAID PAID PAID")]
    public void An_order_s_and_an_invoice_s_state_follow_from_the_entries(string further, string states)
    {
        var entries = Entries(further);

        string.Join(
                ' ',
                new[]
                {
                    LedgerState.StateOf(10000, entries, "A"),
                    LedgerState.StateOf(20000, entries, "B"),
                    LedgerState.StateOf(35000, entries),
                }.Select(state => state.Replace(' ', '_'))
            )
            .ShouldBe(states);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("credited A 100, credited B 200", false)]
    [InlineData("paid 349", false)]
    [InlineData("fee 35", false)]
    [InlineData("paid 350", true)]
    [InlineData("paid 350, fee 35", true)]
    [InlineData("paid 350, paid -1", false)]
    [InlineData("paid 350, credited A 40", true)]
    [InlineData("paid 310, credited A 40", true)]
    [InlineData("written-off 350", true)]
    public void An_invoice_is_settled_when_nothing_of_its_sum_is_open_and_not_all_was_credited(
        string further,
        bool isSettled
    ) => LedgerState.IsSettled(Entries(further)).ShouldBe(isSettled);

    [Fact]
    public void An_order_of_nothing_is_not_refunded_until_a_credit_note_says_so()
    {
        LedgerState.StateOf(0, [Entry(1, EntryKind.Issued, null, 0)], "A").ShouldBe(OrderState.Invoiced);
        LedgerState
            .StateOf(0, [Entry(1, EntryKind.Issued, null, 0), Entry(2, EntryKind.Credited, "A", 0)], "A")
            .ShouldBe(OrderState.Refunded);
    }

    [Fact]
    public void An_entry_of_an_unknown_kind_is_refused_and_not_passed_over() =>
        Should.Throw<InvalidOperationException>(() => LedgerState.StateOf(10000, Entries("gift 100"), "A"));

    /// <summary>
    /// The first says what was issued; each further one its kind, for a credit its order, and its amount.
    /// </summary>
    private static List<LedgerEntry> Entries(string further)
    {
        var entries = new List<LedgerEntry> { Entry(1, EntryKind.Issued, null, 350) };
        foreach (var text in further.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = text.Split(' ');
            var orderId = parts.Length == 3 ? parts[1] : null;
            entries.Add(Entry(entries.Count + 1, parts[0], orderId, long.Parse(parts[^1])));
        }
        return entries;
    }

    private static LedgerEntry Entry(long entry, string kind, string? orderId, long amount) =>
        new("C", "C-1", entry, kind, amount * 100, orderId, null, "system");
}
