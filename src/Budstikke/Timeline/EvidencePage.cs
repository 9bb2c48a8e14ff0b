using System.Globalization;
using Budstikke.Distribution;
using Budstikke.Documents.Calendar;
using Budstikke.Documents.Pdf;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Timeline;

/// <summary>The pure wording of a bundle's page for people.</summary>
internal static class EvidencePage
{
    private const string Author = "Budstikke";

    public static Report Of(
        OrderRow order,
        IReadOnlyList<SentDocument> documents,
        IReadOnlyList<FactRow> facts,
        IReadOnlyList<EvidenceFile> files
    )
    {
        var newest = DateTimeOffset.FromUnixTimeMilliseconds(facts.Count == 0 ? order.AcceptedAt : facts[^1].At);
        return new(
            $"What became of order {order.OrderId}",
            Author,
            OsloTime.DateOf(newest),
            [
                new(
                    "Order",
                    [
                        new("Order", order.OrderId),
                        new("Client", order.ClientId),
                        new("Accepted", Moments.Text(order.AcceptedAt)),
                        new("State", order.State),
                        new("Times", "All times are UTC."),
                    ]
                ),
                .. documents.Select(Document),
                new("Everything that happened", [.. facts.Select(Row)]),
                new(
                    "Files beside this page, with their SHA-256",
                    [.. files.Select(file => new ReportRow(file.Name, file.Sha256))]
                ),
            ]
        );
    }

    private static ReportSection Document(SentDocument document)
    {
        var row = document.Row;
        var customer = row.Snapshot.Customer;
        return new(
            $"{(row.Kind == InvoiceRow.CreditNote ? "Credit note" : "Invoice")} {row.Number}",
            [
                new("Issued", $"{row.IssueDate}, written {Moments.Text(row.IssuedAt)}"),
                new(
                    "To",
                    $"{customer.Name}, {customer.Address.Street}, {customer.Address.PostCode} {customer.Address.City}"
                ),
                .. row.DueDate is null ? [] : new ReportRow[] { new("Due", row.DueDate) },
                new("Amount", $"NOK {Kroner(row.AmountDue)}"),
                .. row.Kid is null ? [] : new ReportRow[] { new("KID", row.Kid) },
                .. document.Dispatches.SelectMany(one => Dispatch(one.Dispatch, one.Attempts)),
            ]
        );
    }

    private static IEnumerable<ReportRow> Dispatch(DispatchRow dispatch, IReadOnlyList<AttemptRow> attempts)
    {
        yield return new(
            dispatch.Channel,
            MaskedText.Of(
                $"{StateOf(dispatch)}, planned {Moments.Text(dispatch.PlannedAt)}"
                    + (dispatch.Reason is { } reason ? $": {reason}" : "")
            )
        );
        foreach (var attempt in attempts)
            yield return new(
                $"{dispatch.Channel}, try {attempt.Attempt.ToString(CultureInfo.InvariantCulture)}",
                MaskedText.Of($"{attempt.Outcome}, {Moments.Text(attempt.EndedAt)}: {attempt.Evidence}")
            );
        if (dispatch.DeliveredAt is { } at)
            yield return new(dispatch.Channel, $"reported as delivered {Moments.Text(at)}");
    }

    /// <summary>With the recipient, whom a channel that was passed by does not have.</summary>
    public static string StateOf(DispatchRow dispatch) =>
        dispatch.Recipient.Length == 0 ? dispatch.State : $"{dispatch.State}, to {dispatch.Recipient}";

    private static ReportRow Row(FactRow fact) =>
        new(Moments.Text(fact.At), MaskedText.Of($"{fact.Kind}: {FactWords.Of(fact.Kind, fact.Content).Sentence}"));

    private static string Kroner(long ore) => (ore / 100m).ToString("0.00", CultureInfo.InvariantCulture);
}
