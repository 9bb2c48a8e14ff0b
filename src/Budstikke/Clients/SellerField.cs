using System.Buffers;
using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Wording;
using Budstikke.Mail;

namespace Budstikke.Clients;

/// <summary>A field of a seller that is said as a text: where it stands and what it must be, for all edges.</summary>
/// <param name="Read">The text as it is kept; or why it cannot be this field, as the rest of a sentence.</param>
internal sealed record SellerField(
    ClientField Field,
    Func<SellerDetails, string> Of,
    Func<SellerDetails, string, SellerDetails> With,
    Func<string, (string Kept, string? Reason)> Read
)
{
    private static readonly SearchValues<char> s_bic = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    /// <summary>A seller may lack it.</summary>
    public bool IsOptional { get; private init; }

    public static IReadOnlyList<SellerField> All { get; } =
    [
        new(ClientField.Name, seller => seller.Name, (seller, text) => seller with { Name = text }, PrintedText.Read),
        new(
            ClientField.OrganizationNumber,
            seller => seller.OrganizationNumber,
            (seller, text) => seller with { OrganizationNumber = text },
            text => (text, OrganizationNumber.Parse(text).Reason)
        ),
        new(ClientField.Account, SaidAccount, WithAccount, ReadAccount),
        new(
            ClientField.Bic,
            seller => seller.Bic ?? "",
            (seller, text) => seller with { Bic = text.Length == 0 ? null : text },
            ReadBic
        )
        {
            IsOptional = true,
        },
        new(ClientField.Email, seller => seller.Email, (seller, text) => seller with { Email = text }, ReadEmail),
        new(
            ClientField.Street,
            seller => seller.Street,
            (seller, text) => seller with { Street = text },
            PrintedText.Read
        ),
        new(
            ClientField.PostCode,
            seller => seller.PostCode,
            (seller, text) => seller with { PostCode = text },
            PrintedText.Read
        ),
        new(ClientField.City, seller => seller.City, (seller, text) => seller with { City = text }, PrintedText.Read),
        new(
            ClientField.Country,
            seller => seller.Country,
            (seller, text) => seller with { Country = text },
            ReadCountry
        ),
    ];

    /// <summary>The seller as it is kept: without blanks around its texts, its account as eleven digits.</summary>
    public static SellerDetails Kept(SellerDetails seller) =>
        All.Aggregate(seller, (kept, field) => field.With(kept, field.Read(field.Of(kept)).Kept));

    /// <summary>What is wrong with this field of a seller; null where nothing is.</summary>
    public ClientFinding? Check(SellerDetails seller)
    {
        var given = Of(seller);
        var reason = Read(given).Reason;
        // What cannot be printed is not shown again.
        return reason is null ? null : new(Field, reason) { Given = reason == PrintedText.Rule ? null : given };
    }

    private static (string Kept, string? Reason) ReadEmail(string text) =>
        PrintedText.Read(text) is (var kept, null) ? (kept, EmailAddress.Parse(kept).Reason) : (text, PrintedText.Rule);

    private static (string Kept, string? Reason) ReadCountry(string text) =>
        (text, Countries.Has(text) ? null : "must be an ISO 3166-1 code of two capital letters");

    /// <summary>As it was given: the digits, or the IBAN that holds them.</summary>
    private static string SaidAccount(SellerDetails seller) =>
        seller.ShowsIban && BankAccount.Parse(seller.Account).ValueOrNull is { } account
            ? Iban.Of(account).ToString()
            : seller.Account;

    private static SellerDetails WithAccount(SellerDetails seller, string text) =>
        Iban.Parse(text).ValueOrNull?.Account is { } account
            ? seller with
            {
                Account = account.ToString(),
                ShowsIban = true,
            }
            : seller with
            {
                Account = text,
                ShowsIban = false,
            };

    private static (string Kept, string? Reason) ReadAccount(string text)
    {
        if (text.Length == 0 || !char.IsAsciiLetter(text[0]))
            return (BankAccount.Parse(text).ValueOrNull?.ToString() ?? text, BankAccount.Parse(text).Reason);
        var iban = Iban.Parse(text);
        return iban.Reason is { } reason ? (text, reason)
            : iban.Value.Account is not null ? (iban.Value.ToString(), null)
            : (text, "must be a Norwegian account");
    }

    /// <summary>Bank, country and place, and for eleven characters a branch.</summary>
    private static (string Kept, string? Reason) ReadBic(string text)
    {
        var bic = text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        var isOne =
            bic.Length is 8 or 11
            && !bic.AsSpan().ContainsAnyExcept(s_bic)
            && !bic.AsSpan(0, 6).ContainsAnyExceptInRange('A', 'Z');
        return bic.Length == 0 || isOne ? (bic, null) : (text, "must be 8 or 11 letters and digits, such as DNBANOKK");
    }
}
