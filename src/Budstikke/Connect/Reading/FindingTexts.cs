using Budstikke.Orders;

namespace Budstikke.Connect.Reading;

/// <summary>What the check of an order found, in the client's words.</summary>
internal static class FindingTexts
{
    /// <param name="lineKeys">How the body names its lines.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<OrderFinding> findings, IReadOnlyList<string> lineKeys) =>
        findings.Count == 0 ? [] : [.. findings.Select(finding => TextOf(finding, lineKeys))];

    private static string TextOf(OrderFinding finding, IReadOnlyList<string> lineKeys) =>
        finding.Subject switch
        {
            Subject.LinePrice => $"The products.{lineKeys[finding.Line]}.rate must be at least 0.",
            Subject.LineDiscount => $"The products.{lineKeys[finding.Line]}.discount must not be greater than 0.",
            Subject.LineAmount =>
                $"The products.{lineKeys[finding.Line]}.amount does not match its rate, quantity, discount and tax.",
            Subject.PriceWithoutVat =>
                $"The products.{lineKeys[finding.Line]}.rate is taken as excluding tax: only so does it give the "
                    + "amount.",
            Subject.GrandTotal => "The order summary.grand total does not match the products.",
            Subject.SubTotal => "The order summary.sub total does not match the products.",
            Subject.TotalVat => "The order summary.total tax does not match the products.",
            Subject.TotalDiscount => "The order summary.total discount does not match the products.",
            Subject.OrganizationNumber => $"The customer details.organization id {finding.Reason}.",
            Subject.PostCode => $"The customer details.address.zip {finding.Reason}.",
            Subject.UnprintableCustomer =>
                "The PDF shows boxes for characters of the customer details that no font of ours has: "
                    + $"{finding.Reason}. E-mail and EHF have them right; a letter cannot be addressed with them.",
            Subject.UnprintableText =>
                "The PDF shows boxes for characters of the products or references that no font of ours has: "
                    + $"{finding.Reason}. E-mail and EHF have them right.",
            Subject.OrderDateAhead =>
                "The order date is more than a day ahead, and no sales document may be issued before delivery "
                    + "(mval. § 15-10).",
            Subject.OrderDateOld => "The order date is more than a month ago.",
            Subject.ExportAtHome => "The tax of 0 is for exports, and the customer details.address.country is Norway.",
            _ => throw new ArgumentOutOfRangeException(nameof(finding), finding.Subject, "no text"),
        };
}
