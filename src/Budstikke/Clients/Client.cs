using System.Text.Json.Serialization;
using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Vat;

namespace Budstikke.Clients;

/// <summary>For whom we invoice, as it is now; an issued invoice keeps its own copy.</summary>
internal sealed record Client
{
    public required string ClientId { get; init; }

    public required ClientMode Mode { get; init; }

    public required SellerDetails Seller { get; init; }

    public required ClientSettings Settings { get; init; }

    /// <summary>Digits that begin each KID of the client, so that it is unique on an account that several clients
    /// share.</summary>
    public required string KidPrefix { get; init; }

    /// <summary>How often it was changed: another number, other settings.</summary>
    [JsonIgnore]
    public long Version { get; init; }

    /// <summary>Its own, with providers of channels; no two with one provider.</summary>
    [JsonIgnore]
    public IReadOnlyList<ProviderAccount> Accounts { get; init; } = [];

    /// <summary>Null where it has none.</summary>
    public ProviderAccount? AccountWith(string provider) =>
        Accounts.FirstOrDefault(account => account.Provider == provider);

    [JsonIgnore]
    public VatPolicy VatPolicy =>
        new()
        {
            IsSellerRegistered = Seller.IsVatRegistered,
            AllowedRates = Settings.VatRates,
            ZeroRateCategory = Settings.ZeroRateCategory,
            ZeroRateReason = Settings.ZeroRateReason,
        };
}

internal enum ClientMode
{
    /// <summary>Its invoices go to real people.</summary>
    [JsonStringEnumMemberName("Live")]
    Live,

    /// <summary>All its channels are simulated, mail to customer service included.</summary>
    [JsonStringEnumMemberName("Test")]
    Test,
}

/// <summary>Who issues.</summary>
internal sealed record SellerDetails
{
    /// <summary>Before anything is said.</summary>
    public static SellerDetails Unsaid { get; } =
        new()
        {
            Name = "",
            OrganizationNumber = "",
            IsVatRegistered = false,
            IsLimitedCompany = false,
            Street = "",
            PostCode = "",
            City = "",
            Country = "NO",
            Account = "",
            Email = "",
        };

    public required string Name { get; init; }

    /// <summary>Nine digits, checked.</summary>
    public required string OrganizationNumber { get; init; }

    public required bool IsVatRegistered { get; init; }

    /// <summary>A limited company; it shows "Foretaksregisteret".</summary>
    public required bool IsLimitedCompany { get; init; }

    public required string Street { get; init; }

    public required string PostCode { get; init; }

    public required string City { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>Eleven digits, checked.</summary>
    public required string Account { get; init; }

    /// <summary>The account was given as an IBAN, and is shown as one to everybody; else to customers abroad.</summary>
    public bool ShowsIban { get; init; }

    /// <summary>ISO 9362, of the account's bank; null where nobody has said it.</summary>
    public string? Bic { get; init; }

    /// <summary>For a payer in that country: a bank abroad knows no Norwegian account by its eleven digits. Null where
    /// those are enough.</summary>
    public Iban? IbanFor(string country) =>
        BankAccount.Parse(Account).ValueOrNull is { } account
        && Iban.Of(account) is var iban
        && (ShowsIban || country != iban.Country)
            ? iban
            : null;

    /// <summary>Where the customer answers to, and where customer service writes to.</summary>
    public required string Email { get; init; }
}

/// <summary>What a client has decided.</summary>
internal sealed record ClientSettings
{
    /// <summary>Before the first decision.</summary>
    public static ClientSettings Undecided { get; } =
        new()
        {
            DeliveryPlace = "",
            VatRates = [],
            ZeroRateCategory = VatCategory.Z,
            FirstNumber = 0,
        };

    /// <summary>The place of delivery, an obligatory item on an invoice (bokføringsforskriften § 5-1-1 no.
    /// 4).</summary>
    public required string DeliveryPlace { get; init; }

    public required IReadOnlyList<decimal> VatRates { get; init; }

    public required VatCategory ZeroRateCategory { get; init; }

    public string? ZeroRateReason { get; init; }

    /// <summary>Empty: no fee is charged.</summary>
    public IReadOnlyList<InvoiceFee> InvoiceFees { get; init; } = [];

    /// <summary>Where the number series begins.</summary>
    public required long FirstNumber { get; init; }

    public RunSettings Runs { get; init; } = new();

    public CallbackWishes Callbacks { get; init; } = new();

    /// <summary>In which we write to its contact: no or en.</summary>
    public string ContactLanguage { get; init; } = NewClient.UsualContactLanguage;
}

/// <summary>Who calls: a client by one of its tokens.</summary>
internal sealed record Caller(Client Client, string TokenName, Scopes Scopes)
{
    /// <summary>A person in the console who acts for the client; null for a program.</summary>
    public string? Person { get; init; }

    public string CausedBy => Person ?? $"token:{TokenName}";
}
