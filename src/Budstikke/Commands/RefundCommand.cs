using System.CommandLine;
using Budstikke.CustomerService;
using Budstikke.Invoicing;
using Budstikke.Storage;
using Budstikke.Trail;

namespace Budstikke.Commands;

/// <summary><c>refund retry</c> and <c>refund withdraw</c>: what becomes of a refund that no lawful credit note could
/// be made of.</summary>
internal static class RefundCommand
{
    private static readonly Argument<string> s_order = new("ORDER") { Description = "The order's id, ODR…" };
    private static readonly Argument<long> s_refund = new("REFUND")
    {
        Description = "Which of its refunds, as its case says: 1 for the first.",
    };

    public static Command Of(BuildService build)
    {
        var note = new Option<string>("--note") { Description = "What is done instead.", Required = true };
        var retry = new Command(
            "retry",
            "Has a rejected refund credited now, as a new refund of the order; its case is closed."
        )
        {
            s_order,
            s_refund,
        };
        var withdraw = new Command("withdraw", "Ends a rejected refund: nothing is credited; its case is closed.")
        {
            s_order,
            s_refund,
            note,
        };
        retry.SetAction(
            (said, _) =>
                On(
                    build,
                    said,
                    "is tried again by a serving node, as a new one",
                    (refunds, order, refund) => refunds.TryAgain(order, refund, By)
                )
        );
        withdraw.SetAction(
            (said, _) =>
                said.GetRequiredValue(note) is var why && !Cases.IsNote(why)
                    ? Task.FromResult(StoreWork.Refuse(said, [CasesCommand.NoteRefused]))
                    : On(
                        build,
                        said,
                        "is withdrawn",
                        (refunds, order, refund) => refunds.Withdraw(order, refund, why, By)
                    )
        );
        return new Command("refund", "Refunds that were promised and could not be credited.") { retry, withdraw };
    }

    private static string By => Actor.AtTerminal.By;

    private static async Task<int> On(
        BuildService build,
        ParseResult said,
        string done,
        Func<EndRefund, string, long, Task<RefundEnd>> end
    )
    {
        await using var app = await build(ServeCommand.QuietBuilder(), use: StoreUse.Change);
        var (order, refund) = (said.GetRequiredValue(s_order), said.GetRequiredValue(s_refund));
        var result = await end(app.Services.GetRequiredService<EndRefund>(), order, refund);
        var output = said.InvocationConfiguration;
        await (result == RefundEnd.Done ? output.Output : output.Error).WriteLineAsync(
            $"Refund {refund} of {order} {(result == RefundEnd.Done ? done : WordsFor(result))}."
        );
        return result == RefundEnd.Done ? 0 : StoreWork.NotDone;
    }

    private static string WordsFor(RefundEnd result) =>
        result switch
        {
            RefundEnd.Unknown => "does not exist",
            RefundEnd.NotRejected => "was not rejected: it is credited, or about to be",
            RefundEnd.EndedBefore => "was ended before",
            _ => "is more than is left of the order by now, so it is not tried again",
        };
}
