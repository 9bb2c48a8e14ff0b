using Budstikke.Documents.Amounts;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using static FsCheck.Fluent.Gen;

namespace Budstikke.Tests.Stories;

/// <summary>An order that a client could send and that the door takes.</summary>
internal sealed record AnyOrder(Order Order, string? PersonalNumber, bool IsForPeppol)
{
    private const int MaxLines = 12;
    private const decimal Ore = 0.01m;

    /// <summary>Of the client that the orders are for; a private customer's e-mail is above the cap.</summary>
    public const string Fees = "private:einvoice=3.30,private:email=12,corporate:ehf=10,corporate:email=25.50";

    private const decimal CappedFee = 8.30m;

    /// <summary>By the channel that the order goes by first.</summary>
    public decimal Fee =>
        !Order.InvoiceFeeApplicable || Order.Claimed.GrandTotal == 0 ? 0
        : IsForPeppol ? 10
        : Order.Customer.Type == CustomerType.Corporate ? 25.50m
        : PersonalNumber == Samples.PersonalNumber ? 3.30m
        : CappedFee;

    // Scripts of both directions, what XML escapes, combining marks, and pairs of surrogates.
    private static readonly string[] s_words =
    [
        "Ærlige Bjørn",
        "Łódź & Sønner",
        "مرحبا",
        "שלום",
        "日本語",
        "\U0001F9FE kvittering",
        "Ame\u0301lie",
        "<b>\"fet\"</b>",
        "O'Hara",
        "1/2 kg",
        "]]>",
    ];

    /// <summary>Some lines take back or off; an order never comes to less than nothing.</summary>
    public static Gen<AnyOrder> Generator() => Orders().Where(asked => asked.Order.Lines.Sum(line => line.Amount) >= 0);

    private static Gen<AnyOrder> Orders() =>
        from count in Choose(1, MaxLines)
        from lines in AnyLine().ArrayOf(count)
        from buyer in OneOf(AnyCompany(), AnyPerson())
        from maturity in buyer.Order.Customer.Type == CustomerType.Private ? Constant(10) : Elements(14, 30, 45)
        from difference in Choose(-3, 3)
        from hasFee in Elements(true, false)
        from buyerReference in Maybe(AnyText())
        from purchaseOrder in Maybe(AnyText())
        let sum = lines.Sum(line => line.Amount)
        let grandTotal = Math.Max(0, sum + (difference * Ore))
        select buyer with
        {
            Order = buyer.Order with
            {
                Lines = lines,
                Claimed = new(grandTotal, 0, lines.Sum(line => line.Discount), grandTotal),
                MaturityDays = maturity,
                InvoiceFeeApplicable = hasFee,
                BuyerReference = buyerReference,
                PurchaseOrderReference = purchaseOrder,
            },
        };

    private static Gen<OrderLine> AnyLine() =>
        from name in AnyText()
        from quantity in OneOf(
            Choose(1, 20).Select(q => (decimal)q),
            Choose(1, 5000).Select(q => q / 100m),
            Choose(1, 100_000_000).Select(q => q / 100_000_000m)
        )
        from price in OneOf(Choose(0, 100), Choose(0, 1_000_000), Choose(0, 90_000_000)).Select(ore => ore * Ore)
        from rate in Elements(0m, 12m, 15m, 25m)
        from isWithoutVat in Elements(true, false, false)
        from sign in Elements(1, 1, 1, 1, 1, -1)
        from discountPercent in sign < 0 ? Constant(0) : Elements(0, 0, 10, 33, 100)
        let undiscounted = sign * quantity * price * (isWithoutVat ? 1 + (rate / 100) : 1)
        let discount = Math.Round(undiscounted * discountPercent / 100, 2, MidpointRounding.ToZero)
        select new OrderLine
        {
            ItemName = name,
            Quantity = sign * quantity,
            Price = price,
            VatRate = rate,
            Discount = discount,
            Amount = Rounding.ToOre(undiscounted - discount),
        };

    private static Gen<AnyOrder> AnyCompany() =>
        from customer in AnyCustomer(CustomerType.Corporate)
        from body in Choose(80_000_000, 99_999_999)
        from isValid in Elements(true, true, false)
        from country in Elements("NO", "NO", "NO", "SE", "DE")
        let number = NumberOf(body, isValid)
        select new AnyOrder(
            Samples.ToCompany with
            {
                Customer = customer with
                {
                    OrganizationNumber = number.Text,
                    Address = customer.Address with { Country = country },
                },
            },
            null,
            number.IsValid && country == "NO"
        );

    private static Gen<AnyOrder> AnyPerson() =>
        from customer in AnyCustomer(CustomerType.Private)
        from number in Elements(null, "12345678901", Samples.PersonalNumber)
        select new AnyOrder(Samples.ToPerson with { Customer = customer }, number, false);

    private static Gen<Customer> AnyCustomer(CustomerType type) =>
        from name in AnyText()
        from street in AnyText()
        from city in AnyText()
        from language in Elements("en", "no", "sv", "da", "de")
        from msisdn in Choose(40_000_000, 99_999_999)
        select Samples.ToPerson.Customer with
        {
            Type = type,
            Name = name,
            Language = language,
            Msisdn = $"{msisdn}",
            Address = new(street, "4313", city, "NO"),
        };

    private static Gen<string> AnyText() =>
        from count in Choose(1, 4)
        from words in Elements(s_words).ArrayOf(count)
        select string.Join(' ', words);

    private static Gen<string?> Maybe(Gen<string> text) => OneOf(Constant<string?>(null), text.Select(t => (string?)t));

    /// <summary>The check digit by weights of its own; a body that has none stays wrong.</summary>
    private static (string Text, bool IsValid) NumberOf(int body, bool isValid)
    {
        int[] weights = [3, 2, 7, 6, 5, 4, 3, 2];
        var digits = $"{body}";
        var check = (11 - (weights.Select((weight, i) => weight * (digits[i] - '0')).Sum() % 11)) % 11;
        return isValid && check < 10 ? ($"{digits}{check}", true) : ($"{digits}{(check + 1) % 10}", false);
    }
}
