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
    /// <summary>What would have been right, where there are errors.</summary>
    public IReadOnlyList<Hint> Hints { get; private init; } = [];

    /// <param name="around">What the body itself does not say: the client's rates, the moment, where callbacks may
    /// go.</param>
    public static SendInvoiceRequest Read(ReadOnlyMemory<byte> utf8Json, Surroundings around, FieldTable table)
    {
        var (document, fault) = JsonBody.Parse(utf8Json);
        if (document is null)
            return Refused([fault!], []);
        using (document)
        {
            var fields = FieldValues.Read(document.RootElement, table);
            return Read(fields, around with { Type = OrderOf.TypeOf(fields) });
        }
    }

    private static SendInvoiceRequest Read(FieldValues fields, Surroundings around)
    {
        var errors = Validation.Errors(fields, around);
        return errors.Count > 0 || around.Type is null
            ? Refused(errors, [.. Validation.Hints(fields, around), .. Hint.OfUnknown(fields.Unknown)])
            : Checked(fields, around.Type.Value);
    }

    /// <summary>Sums are looked at when every field is what it should be.</summary>
    private static SendInvoiceRequest Checked(FieldValues fields, CustomerType type)
    {
        var check = CheckOrder.Check(OrderOf.Read(fields, type));
        if (check.Violations.Count > 0)
            return Refused(
                FindingTexts.Of(check.Violations, fields.LineKeys),
                [.. Hint.OfSums(check, fields.LineKeys), .. Hint.OfUnknown(fields.Unknown)]
            );
        return new(
            check.Order,
            OrderOf.DigitsOf(fields, type),
            [],
            [.. FindingTexts.Of(check.Warnings, fields.LineKeys), .. fields.Unknown.Select(field => field.Warning)]
        );
    }

    private static SendInvoiceRequest Refused(IReadOnlyList<string> errors, IReadOnlyList<Hint> hints) =>
        new(null, null, errors, []) { Hints = hints };
}
