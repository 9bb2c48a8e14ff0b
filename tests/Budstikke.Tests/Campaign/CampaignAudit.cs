using Budstikke.CustomerService;

namespace Budstikke.Tests.Campaign;

/// <summary>Whether a campaign's evidence keeps the promise: nothing lost, nothing invoiced twice, everything told in
/// order.</summary>
internal static class CampaignAudit
{
    private const string Invoiced = "INVOICED";
    private const string Cancelled = "CANCELLED";
    private const string Invoice = "invoice";
    private const string Accepted = "Accepted";
    private const string Planned = "Planned";
    private const string InDoubt = "InDoubt";
    private const string FailedLate = "FailedLate";
    private const long FirstNumber = 10001;

    /// <summary>One sentence for each thing that is wrong.</summary>
    public static IReadOnlyList<string> Findings(Evidence evidence) =>
        [
            .. Answers(evidence),
            .. Orders(evidence),
            .. Numbers(evidence),
            .. Deliveries(evidence),
            .. Cases(evidence),
            .. Callbacks(evidence),
        ];

    private static IEnumerable<string> Answers(Evidence evidence)
    {
        foreach (var key in evidence.Answered.GroupBy(order => order.Key))
            if (key.Select(order => order.OrderId).Distinct().Count() > 1)
                yield return $"{key.Key}: one key was answered with {Listed(key.Select(order => order.OrderId))}.";
        foreach (var order in evidence.Answered.GroupBy(order => order.OrderId))
            if (order.Select(one => one.Key).Distinct().Count() > 1)
                yield return $"{order.Key}: it was the answer to {Listed(order.Select(one => one.Key))}.";
    }

    /// <summary>What the answers promise, and of what nobody was answered about, what is stored all the same: it goes
    /// the same way.</summary>
    private static List<AnsweredOrder> Promised(Evidence evidence)
    {
        var answered = evidence.Answered.DistinctBy(order => order.OrderId).ToList();
        var unanswered = evidence.Orders.Where(order => evidence.Unanswered.Contains(order.Key));
        return [.. answered, .. unanswered.Select(order => new AnsweredOrder(order.Key, order.OrderId, Invoiced))];
    }

    private static IEnumerable<string> Orders(Evidence evidence)
    {
        foreach (var order in evidence.Orders.GroupBy(order => order.Key).Where(order => order.Count() > 1))
            yield return $"{order.Key}: it was sent once and is stored as {Listed(order.Select(one => one.OrderId))}.";
        var stored = evidence.Orders.ToDictionary(order => order.OrderId, order => order.State);
        var documents = evidence.Documents.ToLookup(document => document.OrderId);
        var answered = Promised(evidence);
        foreach (var unknown in stored.Keys.Except(answered.Select(order => order.OrderId)))
            yield return $"{unknown}: it is stored, and no key was answered with it.";
        foreach (var order in answered)
        {
            var state = stored.GetValueOrDefault(order.OrderId);
            if (state != order.State)
                yield return $"{order.OrderId}: it is {state ?? "lost"}, the answers say {order.State}.";
            var (invoices, notes) = (
                documents[order.OrderId].Count(document => document.Kind == Invoice),
                documents[order.OrderId].Count(document => document.Kind != Invoice)
            );
            var wanted = (order.State is Cancelled ? 0 : 1, order.State is Cancelled or Invoiced ? 0 : 1);
            if ((invoices, notes) != wanted)
                yield return $"{order.OrderId}: {order.State} with {invoices} invoices and {notes} credit notes.";
        }
    }

    private static IEnumerable<string> Numbers(Evidence evidence) =>
        from client in evidence.Documents.GroupBy(document => document.ClientId)
        let numbers = client
            .DistinctBy(document => document.InvoiceId)
            .Select(document => document.Number)
            .Order()
            .ToList()
        let first = numbers
            .Where((number, i) => number != FirstNumber + i)
            .Select(number => (long?)number)
            .FirstOrDefault()
        where first is not null
        select $"{client.Key}: its numbers have a gap or a double before {first}.";

    private static IEnumerable<string> Deliveries(Evidence evidence)
    {
        var dispatches = evidence.Dispatches.ToLookup(dispatch => dispatch.InvoiceId);
        foreach (var document in evidence.Documents.DistinctBy(document => document.InvoiceId))
        {
            var states = dispatches[document.InvoiceId].Select(dispatch => dispatch.State).ToList();
            // A mail that was being sent when its node was killed may have arrived, and no other channel brings it by
            // itself.
            var ends = states.Count(state => state is Accepted or InDoubt);
            if (ends != 1 || states.Contains(Planned))
                yield return $"{document.InvoiceId}: its dispatches are {Listed(states)}.";
        }
        var accepted = evidence
            .Dispatches.Where(dispatch => dispatch.State == Accepted)
            .Select(one => one.Key)
            .ToList();
        foreach (var key in accepted.Except(evidence.Deliveries))
            yield return $"{key}: it counts as accepted and never arrived.";
        var doubted = evidence.Dispatches.Where(dispatch => dispatch.State == InDoubt).Select(one => one.Key);
        var failed = evidence
            .Dispatches.Where(dispatch => dispatch.State == FailedLate)
            .Select(one => one.Key)
            .ToList();
        foreach (var key in evidence.Returned.Except(failed))
            yield return $"{key}: it came back, and the route did not go on.";
        var letters = evidence.Cases.Select(one => one.CaseId);
        foreach (var key in evidence.Deliveries.Except(accepted).Except(doubted).Except(failed).Except(letters))
            yield return $"{key}: it arrived and does not count as accepted.";
    }

    /// <summary>A person must find out what may have arrived; anything else that lies with one is a fault of
    /// ours.</summary>
    private static IEnumerable<string> Cases(Evidence evidence)
    {
        var doubted = evidence.Dispatches.Where(dispatch => dispatch.State == InDoubt).Select(one => one.Key).ToList();
        foreach (var one in evidence.Cases)
            if (one is not { Kind: NewCase.ArrivalUnknown, ClosedAt: null } || !doubted.Contains(one.Subject))
                yield return $"{one.CaseId}: {one.Kind}, {one.Subject}: {one.Reason}";
        foreach (var key in doubted.Except(evidence.Cases.Select(one => one.Subject)))
            yield return $"{key}: it is in doubt, and no person has a case of it.";
    }

    private static IEnumerable<string> Callbacks(Evidence evidence)
    {
        foreach (var wrong in evidence.Callbacks.Where(call => !call.IsRight))
            yield return $"{wrong.OrderId}: a callback with a wrong checksum or of an unknown order: {wrong.Url}";
        var calls = evidence.Callbacks.ToLookup(call => call.OrderId);
        foreach (var order in Promised(evidence))
        {
            // A repeat may come late (a node that was frozen in a call): what counts is when a state was heard of
            // first, and that a repeat is one, letter by letter.
            string[] heard = [.. calls[order.OrderId].DistinctBy(call => call.Url).Select(call => call.Status)];
            string[] wanted = order.State is Cancelled or Invoiced ? [order.State] : [Invoiced, order.State];
            if (!heard.SequenceEqual(wanted))
                yield return $"{order.OrderId}: its client heard {Listed(heard)} instead of {Listed(wanted)}.";
        }
    }

    private static string Listed(IEnumerable<string> words) => $"[{string.Join(", ", words)}]";
}
