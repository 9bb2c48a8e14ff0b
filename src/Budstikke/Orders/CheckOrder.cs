using Budstikke.Clients;
using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Pdf;
using Budstikke.Documents.Vat;

namespace Budstikke.Orders;

/// <summary>What a finding is about, in the order in which violations are told.</summary>
internal enum Subject
{
    GrandTotal,

    /// <summary>Quantity and price are both below zero.</summary>
    LinePrice,

    /// <summary>A line below zero has none.</summary>
    LineDiscount,
    LineAmount,
    PriceWithoutVat,
    SubTotal,
    TotalVat,
    TotalDiscount,
    OrganizationNumber,
    PostCode,

    /// <summary>The customer's name or address has what no font of ours shows.</summary>
    UnprintableCustomer,

    /// <summary>So has a line or a reference.</summary>
    UnprintableText,

    /// <summary>Still to come, by more than a day.</summary>
    OrderDateAhead,

    /// <summary>Longer ago than an invoice may be late.</summary>
    OrderDateOld,

    /// <summary>A zero rate that is the client's for exports, to a buyer in Norway.</summary>
    ExportAtHome,
}

/// <summary>Something about an order that forbids it, or that the client should know.</summary>
/// <param name="Line">Its index, where the finding is about a line.</param>
/// <param name="Reason">As a sentence part ("has a wrong check digit"), where there is one.</param>
internal sealed record OrderFinding(Subject Subject, int Line = 0, string? Reason = null);

/// <summary>An order as it is to be taken, unless there are violations.</summary>
internal sealed record CheckedOrder(
    Order Order,
    IReadOnlyList<OrderFinding> Violations,
    IReadOnlyList<OrderFinding> Warnings
);

/// <summary>Whether the sums of an order agree with each other, and what about it is odd but lawful.</summary>
internal static class CheckOrder
{
    private const decimal LineTolerance = 0.01m;
    private const decimal MaxSumTolerance = 1.00m;
    private const int LinesOfGrace = 3;

    /// <summary>By how much a total may be off that a shop rounds to whole kroner.</summary>
    private const decimal RoundingToKroner = 0.50m;
    private const int NorwegianPostCodeDigits = 4;
    private const string Norway = "NO";

    /// <summary>A warning names so many of the characters that cannot be printed; who sees these knows the
    /// script.</summary>
    private const int MaxNamedCharacters = 20;

    public static CheckedOrder Check(Order order)
    {
        List<OrderFinding> violations = [];
        List<OrderFinding> warnings = [];
        CheckGrandTotal(order, violations);
        var lines = new OrderLine[order.Lines.Count];
        for (var i = 0; i < lines.Length; i++)
            lines[i] = CheckLine(order.Lines[i], i, violations, warnings);
        // Sums over lines that contradict themselves say nothing.
        if (violations.Count == 0)
            CompareClaims(order.Claimed, lines, warnings);
        LookAtCustomer(order.Customer, warnings);
        LookAtLetters(order, warnings);
        // What is wrong with a line is told last: by field, then by line.
        return new(order with { Lines = lines }, [.. violations.OrderBy(finding => finding.Subject)], warnings);
    }

    /// <summary>What is lawful and mostly a mistake, in view of the client and of today.</summary>
    public static IReadOnlyList<OrderFinding> Warnings(Order order, Client client, DateTimeOffset now)
    {
        List<OrderFinding> warnings = [];
        if (order.OrderedAt > now.AddDays(1))
            warnings.Add(new(Subject.OrderDateAhead));
        if (order.OrderedAt < now.AddMonths(-1))
            warnings.Add(new(Subject.OrderDateOld));
        if (
            client.Settings.ZeroRateCategory == VatCategory.G
            && order.Customer.Address.Country == Norway
            && order.Lines.Any(line => line.VatRate == 0)
        )
            warnings.Add(new(Subject.ExportAtHome));
        return warnings;
    }

    /// <summary>A sum over lines that were rounded one by one may be off by so much.</summary>
    public static decimal ToleranceFor(int lines) => Math.Min(MaxSumTolerance, LineTolerance * (lines + LinesOfGrace));

    /// <summary>Prices include VAT; one that gives the amount only when VAT is added is taken so.</summary>
    private static OrderLine CheckLine(
        OrderLine line,
        int index,
        List<OrderFinding> violations,
        List<OrderFinding> warnings
    )
    {
        var undiscounted = line.Price * line.Quantity;
        var isBelowZero = line.Price < 0 != line.Quantity < 0;
        if (line is { Price: < 0, Quantity: < 0 })
            violations.Add(new(Subject.LinePrice, index));
        if (isBelowZero && line.Discount > 0)
            violations.Add(new(Subject.LineDiscount, index));
        var hasSign = isBelowZero ? line.Amount <= 0 : line.Amount >= 0;
        if (hasSign && Fits(line, undiscounted))
            return line;
        if (!hasSign || !Fits(line, undiscounted * (1 + line.VatRate / 100)))
        {
            violations.Add(new(Subject.LineAmount, index));
            return line;
        }
        warnings.Add(new(Subject.PriceWithoutVat, index));
        return line with { PriceIsWithoutVat = true };
    }

    private static bool Fits(OrderLine line, decimal undiscounted) =>
        Math.Abs(undiscounted - line.Discount - line.Amount) <= LineTolerance;

    private static void CheckGrandTotal(Order order, List<OrderFinding> violations)
    {
        var (total, sum) = (order.Claimed.GrandTotal, order.Lines.Sum(line => line.Amount));
        var tolerance = Math.Max(ToleranceFor(order.Lines.Count), decimal.IsInteger(total) ? RoundingToKroner : 0);
        if (Math.Abs(total - sum) > tolerance)
            violations.Add(new(Subject.GrandTotal));
    }

    /// <summary>Clients compute VAT before discount, which is too much (mval. § 4-2); what is computed rightly passes
    /// too.</summary>
    private static void CompareClaims(ClaimedTotals claimed, OrderLine[] lines, List<OrderFinding> warnings)
    {
        var tolerance = ToleranceFor(lines.Length);
        var vat = lines.Sum(line => NetBeforeDiscount(line) * line.VatRate / 100);
        var lawfulVat = lines.Sum(line => line.Amount - WithoutVat(line, line.Amount));
        if (IsOff(claimed.SubTotal, lines.Sum(NetBeforeDiscount)))
            warnings.Add(new(Subject.SubTotal));
        if (IsOff(claimed.TotalVat, vat) && IsOff(claimed.TotalVat, lawfulVat))
            warnings.Add(new(Subject.TotalVat));
        if (IsOff(claimed.TotalDiscount, lines.Sum(line => line.Discount)))
            warnings.Add(new(Subject.TotalDiscount));

        bool IsOff(decimal claim, decimal computed) => Math.Abs(claim - computed) > tolerance;
    }

    private static decimal NetBeforeDiscount(OrderLine line) =>
        line.PriceIsWithoutVat ? line.Price * line.Quantity : WithoutVat(line, line.Price * line.Quantity);

    private static decimal WithoutVat(OrderLine line, decimal gross) => gross / (1 + line.VatRate / 100);

    /// <summary>Whether an organisation number can be reached and a post code be delivered to is found out later: here
    /// it is only said.</summary>
    private static void LookAtCustomer(Customer customer, List<OrderFinding> warnings)
    {
        if (customer.Address.Country != Norway)
            return;
        if (customer.OrganizationNumber is { } number && OrganizationNumber.Parse(number).Reason is { } reason)
            warnings.Add(new(Subject.OrganizationNumber, Reason: reason));
        if (!IsNorwegianPostCode(customer.Address.PostCode))
            warnings.Add(new(Subject.PostCode, Reason: $"must be {NorwegianPostCodeDigits} digits in Norway"));
    }

    /// <summary>The PDF shows a box for what our fonts do not have; e-mail and EHF have it as it is.</summary>
    private static void LookAtLetters(Order order, List<OrderFinding> warnings)
    {
        var (customer, address) = (order.Customer, order.Customer.Address);
        Look(Subject.UnprintableCustomer, [customer.Name, address.Street, address.PostCode, address.City]);
        Look(
            Subject.UnprintableText,
            [
                order.BuyerReference,
                order.PurchaseOrderReference,
                .. order.Lines.SelectMany(line => new[] { line.ItemName, line.SellersItemId }),
            ]
        );

        void Look(Subject subject, IEnumerable<string?> texts)
        {
            var boxes = new List<string>();
            foreach (var text in texts)
                if (text is not null)
                    boxes.AddRange(InvoicePdf.Unprintable(text));
            if (boxes.Count > 0)
                warnings.Add(new(subject, Reason: NamesOf([.. boxes.Distinct(StringComparer.Ordinal)])));
        }
    }

    private static string NamesOf(string[] boxes) =>
        string.Join(' ', boxes.Take(MaxNamedCharacters)) + (boxes.Length > MaxNamedCharacters ? " …" : "");

    private static bool IsNorwegianPostCode(string code) =>
        code.Length == NorwegianPostCodeDigits && !code.AsSpan().ContainsAnyExceptInRange('0', '9');
}
