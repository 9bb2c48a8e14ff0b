using Budstikke.Orders;

namespace Budstikke.Connect.Reading;

/// <summary>What a body of Send Invoice came to: an order, or everything that is wrong with it.</summary>
/// <param name="Order">Null when there are errors.</param>
/// <param name="PersonalDigits">Of a private customer, where given.</param>
internal sealed record SendInvoiceRequest(
    Order? Order,
    PersonalDigits? PersonalDigits,
    IReadOnlyList<string> Errors,
    IReadOnlyList<string> Warnings
)
{
    /// <param name="vatRates">Those that the client's settings allow, in percent.</param>
    public static SendInvoiceRequest Read(
        ReadOnlyMemory<byte> utf8Json,
        IReadOnlyCollection<decimal> vatRates,
        DateTimeOffset now
    ) => Read(utf8Json, vatRates, now, FieldTable.Invoice);

    public static SendInvoiceRequest Read(
        ReadOnlyMemory<byte> utf8Json,
        IReadOnlyCollection<decimal> vatRates,
        DateTimeOffset now,
        FieldTable table
    )
    {
        var (document, fault) = JsonBody.Parse(utf8Json);
        if (document is null)
            return Refused([fault!]);
        using (document)
            return Read(Submission.Read(document.RootElement, table), vatRates, now);
    }

    private static SendInvoiceRequest Read(
        Submission submission,
        IReadOnlyCollection<decimal> vatRates,
        DateTimeOffset now
    )
    {
        var type = OrderOf.TypeOf(submission);
        var errors = Validation.Errors(submission, new(vatRates, now, type));
        return errors.Count > 0 || type is null ? Refused(errors) : Checked(submission, type.Value);
    }

    /// <summary>Sums are looked at when every field is what it should be.</summary>
    private static SendInvoiceRequest Checked(Submission submission, CustomerType type)
    {
        var check = CheckOrder.Check(OrderOf.Read(submission, type));
        var warnings = FindingTexts.Of(check.Warnings, submission.LineKeys);
        return check.Violations.Count > 0
            ? Refused(FindingTexts.Of(check.Violations, submission.LineKeys))
            : new(check.Order, OrderOf.DigitsOf(submission, type), [], warnings);
    }

    private static SendInvoiceRequest Refused(IReadOnlyList<string> errors) => new(null, null, errors, []);
}
