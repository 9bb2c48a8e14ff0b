using Budstikke.Distribution;

namespace Budstikke.Tests.Distribution;

/// <summary>Dispatches as the plan makes them.</summary>
internal static class Dispatches
{
    public static readonly byte[] Pdf = [.. "%PDF-1.7\n"u8, .. Enumerable.Range(0, 5_000).Select(i => (byte)(i * 31))];

    public static readonly byte[] Ubl = [.. "<Invoice/>"u8];

    public static DispatchedInvoice Invoice { get; } =
        new()
        {
            Number = "10001",
            IsCreditNote = false,
            IssueDate = new(2026, 11, 24),
            DueDate = new(2026, 12, 4),
            AmountDue = 1234.5m,
            Kid = "10000000000018",
            Account = "12345678903",
            SellerName = "Blåbær & Co. AS",
            SellerEmail = "post@blabaer.example",
            BuyerName = "Kari Nordmann",
            Language = "no",
            SellerEndpoint = "0192:988077917",
            SellerCountry = "NO",
            Street = "Luramyrveien 65",
            PostCode = "4313",
            City = "Sandnes",
            Country = "NO",
            IssuedAt = new(2026, 11, 24, 10, 15, 0, TimeSpan.Zero),
        };

    public static Dispatch To(string recipient, DispatchedInvoice? invoice = null, string key = "INV1-email-0") =>
        new()
        {
            Key = key,
            ClientId = "C1",
            InvoiceId = "INV1",
            Recipient = recipient,
            IsUnconfirmed = false,
            EarlierAttempts = 0,
            Invoice = invoice ?? Invoice,
            ReadPdf = _ => Task.FromResult(Pdf),
            ReadUbl = _ => Task.FromResult(Ubl),
        };
}
