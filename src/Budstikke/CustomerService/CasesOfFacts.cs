using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Jobs.Checks;

namespace Budstikke.CustomerService;

/// <summary>
/// What <c>verify</c> asks of cases: a case's id follows from its trouble, so that it is found without a search.
/// </summary>
internal static class CasesOfFacts
{
    /// <summary>Counts the jobs that will open the case. They are found by their lane, which has an index; a search by
    /// subject would pass over all jobs.</summary>
    private const string Jobs =
        $"(SELECT count(*) FROM jobs k WHERE k.lane = @caseLane AND k.kind = '{OpenCase.KindName}')";

    private const string Cases = "SELECT count(*) FROM cases c WHERE (c.case_id = @caseId OR c.again_of = @caseId)";

    public static CaseCounts Counts { get; } =
        new($"({Cases}) + {Jobs}", $"({Cases} AND c.closed_at IS NULL) + {Jobs}", Of);

    /// <exception cref="ArgumentException">No case is opened by facts of this type alone.</exception>
    private static SoughtCase Of(Type fact, string about, long number)
    {
        var caseId =
            fact == typeof(InvoiceRejected) ? NewCase.IdOf(NewCase.InvoiceRejected, about)
            : fact == typeof(CreditNoteRejected)
                ? NewCase.IdOf(NewCase.CreditNoteRejected, OpenCase.SubjectOfRefund(about, number))
            : fact == typeof(DistributionExhausted)
                ? NewCase.IdOf(NewCase.DistributionExhausted, OpenCase.SubjectOf(about, number))
            : fact == typeof(DispatchInDoubt) ? NewCase.IdOf(NewCase.ArrivalUnknown, about)
            : throw new ArgumentException($"{fact.Name} opens no case that a check asks for.", nameof(fact));
        return new(caseId, OpenCase.LaneOf(caseId));
    }
}
