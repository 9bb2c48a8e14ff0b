using Budstikke.Callbacks;
using Budstikke.Clients;
using Budstikke.Connect.Reading;
using Budstikke.Documents.Rules;
using Budstikke.Invoicing;
using Budstikke.Orders;

namespace Budstikke.Connect;

/// <summary>
/// What a body of Send Invoice, or of its preview, comes to: everything that is wrong with it, first its fields, then
/// its sums, and of one without such faults the rules that no invoice of it would keep; or an order, with what its
/// client should know.
/// </summary>
internal sealed class OrderBody(ForeseeViolations violations, CallbackSettings callbacks, TimeProvider time)
{
    public SendInvoiceRequest Read(ReadOnlyMemory<byte> body, Caller caller, FieldTable table)
    {
        var (client, now) = (caller.Client, time.GetUtcNow());
        var around = new Surroundings(client.Settings.VatRates, now) { Callbacks = callbacks };
        var request = SendInvoiceRequest.Read(body, around, table);
        if (request.Order is not { } order)
            return request;
        if (violations.Of(order, client, request.PersonalDigits, now) is { Count: > 0 } broken)
            return new(null, null, TextsOf(broken), []);
        var known = FindingTexts.Of(CheckOrder.Warnings(order, client, now), []);
        return known.Count == 0 ? request : request with { Warnings = [.. request.Warnings, .. known] };
    }

    /// <summary>A rule that several lines break is told once.</summary>
    private static IReadOnlyList<string> TextsOf(IEnumerable<Violation> broken) =>
        [
            .. broken
                .Select(violation => $"The invoice would break {violation.RuleId}: {violation.Text}")
                .Distinct(StringComparer.Ordinal),
        ];
}
