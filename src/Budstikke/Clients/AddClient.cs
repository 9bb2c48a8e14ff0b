using System.Globalization;
using System.Text;
using Budstikke.Documents.Identifiers;
using Budstikke.Documents.Vat;
using Budstikke.Jobs;
using Budstikke.Mail;
using Budstikke.Storage;

namespace Budstikke.Clients;

/// <summary>What <c>client add</c> is given; the defaults are those of the command.</summary>
internal sealed record NewClient
{
    public required string Name { get; init; }

    public required string OrganizationNumber { get; init; }

    public required string Account { get; init; }

    public required string Email { get; init; }

    public required string Street { get; init; }

    public required string PostCode { get; init; }

    public required string City { get; init; }

    public string Country { get; init; } = "NO";

    public required ClientMode Mode { get; init; }

    public required bool IsVatRegistered { get; init; }

    public required bool IsLimitedCompany { get; init; }

    public string? DeliveryPlace { get; init; }

    /// <summary>Null: 0, 12, 15 and 25 for a registered seller, 0 for another.</summary>
    public IReadOnlyList<decimal>? VatRates { get; init; }

    /// <summary>Null: Z for a registered seller, O for another.</summary>
    public VatCategory? ZeroRateCategory { get; init; }

    public string? ZeroRateReason { get; init; }

    public IReadOnlyList<InvoiceFee> InvoiceFees { get; init; } = [];

    public long FirstNumber { get; init; } = 10001;

    public RunSettings Runs { get; init; } = new();
}

/// <summary>What is shown once: neither the token nor the secret can be read again.</summary>
internal sealed record AddedClient(
    string ClientId,
    string Token,
    string CallbackSecret,
    IReadOnlyList<string> Warnings
);

internal static class AddClient
{
    public const long MaxFirstNumber = 900_000_000;
    private const int MaxTextCharacters = 255;
    private const string FirstToken = "first";

    public static IdSequence Ids(Database database) => new(database, "CLT");

    /// <summary>Everything that is wrong with it, each as a sentence that names the option.</summary>
    public static IReadOnlyList<string> Check(NewClient client)
    {
        var texts = new (string Option, string? Value)[]
        {
            ("--name", client.Name),
            ("--street", client.Street),
            ("--zip", client.PostCode),
            ("--city", client.City),
            ("--email", client.Email),
            ("--delivery-place", client.DeliveryPlace),
            ("--zero-rate-reason", client.ZeroRateReason),
        };
        var wrong = texts
            .Where(text => text.Value is not null && !IsPrintable(text.Value))
            .Select(text => $"{text.Option} must be 1 to {MaxTextCharacters} printable characters.")
            .ToList();
        if (OrganizationNumber.Parse(client.OrganizationNumber).Reason is { } number)
            wrong.Add($"--organization-number {number}: {client.OrganizationNumber}");
        if (ReadAccount(client.Account).Reason is { } account)
            wrong.Add($"--account {account}: {client.Account}");
        if (EmailAddress.Parse(client.Email.Trim()).Reason is { } email)
            wrong.Add($"--email {email}: {client.Email}");
        if (!CountryCodes.Has(client.Country))
            wrong.Add($"--country must be an ISO 3166-1 code of two capital letters: {client.Country}");
        if (client.FirstNumber is < 1 or > MaxFirstNumber)
            wrong.Add($"--first-number must be 1 to {MaxFirstNumber}.");
        wrong.AddRange(client.Runs.Check());
        wrong.AddRange(VatPolicy.Check(PolicyOf(client)));
        return wrong;
    }

    /// <summary>It stands on every invoice: neither control characters nor what no document can hold (half a pair of surrogates is read as U+FFFD).</summary>
    private static bool IsPrintable(string text) =>
        !string.IsNullOrWhiteSpace(text)
        && text.Length <= MaxTextCharacters
        && text.EnumerateRunes()
            .All(rune => !Rune.IsControl(rune) && rune != Rune.ReplacementChar && (rune.Value & 0xFFFE) != 0xFFFE);

    /// <summary>What is lawful and should still be decided.</summary>
    public static IReadOnlyList<string> Warnings(NewClient client)
    {
        var warnings = new List<string>();
        if (client.IsVatRegistered && client.ZeroRateCategory is null)
            warnings.Add("--zero-rate is not given: lines at 0 % are zero-rated (Z). Decide between Z, E, AE and G.");
        if (client.DeliveryPlace is null)
            warnings.Add(
                $"--delivery-place is not given: invoices will say {client.City}. It must be where goods or services are delivered."
            );
        if (client.InvoiceFees.Any(fee => fee is { Payer: FeePayer.Private, Amount: > 0 }))
            warnings.Add(
                "--invoice-fee: a private customer may not pay more than making and sending the invoice costs you (finansavtaleloven § 2-4), and is charged no more than Invoicing__PrivateFeeCapOre."
            );
        return warnings;
    }

    /// <summary>The client as it would be, before it has an id.</summary>
    public static Client ClientOf(NewClient client) =>
        new()
        {
            ClientId = "",
            Mode = client.Mode,
            Seller = SellerOf(client),
            Settings = SettingsOf(client, ClientSettings.Undecided),
            KidPrefix = "",
        };

    /// <summary>Adds the client with its first token; the caller has checked it.</summary>
    public static async Task<AddedClient> Run(
        Database database,
        Secrets secrets,
        IdSequence clientIds,
        NewClient client,
        TimeProvider time
    )
    {
        var clientId = await clientIds.Take();
        var callbackSecret = CallbackSecret.New();
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var first = await database.Write(async session =>
        {
            var prefix = await IdSequence.Advance(session, "kid-prefix", 1);
            await session.Execute(
                """
                INSERT INTO clients (client_id, name, mode, seller, settings, callback_secret, kid_prefix, created_at)
                VALUES (@clientId, @Name, @mode, @seller, @settings, @callbackSecret, @kidPrefix, @now)
                """,
                new
                {
                    clientId,
                    client.Name,
                    mode = client.Mode.ToString(),
                    seller = JsonOptions.Store(SellerOf(client)),
                    settings = JsonOptions.Store(SettingsOf(client, ClientSettings.Undecided)),
                    callbackSecret = secrets.Encrypt(callbackSecret),
                    kidPrefix = prefix.ToString("D5", CultureInfo.InvariantCulture),
                    now,
                }
            );
            return await Tokens.Insert(session, clientId, new(FirstToken, Scopes.ReadWrite, null), now);
        });
        return new(clientId, first!.Token, callbackSecret, Warnings(client));
    }

    /// <summary>Eleven digits, or the IBAN that holds them.</summary>
    private static (BankAccount? Account, string? Reason) ReadAccount(string text)
    {
        if (text.Length == 0 || !char.IsAsciiLetter(text[0]))
            return (BankAccount.Parse(text).ValueOrNull, BankAccount.Parse(text).Reason);
        var iban = Iban.Parse(text);
        return iban.Reason is { } reason ? (null, reason)
            : iban.Value.Account is { } account ? (account, null)
            : (null, "must be a Norwegian account");
    }

    private static VatPolicy PolicyOf(NewClient client)
    {
        var usual = client.IsVatRegistered ? VatPolicy.Registered : VatPolicy.Unregistered;
        return usual with
        {
            AllowedRates = client.VatRates ?? usual.AllowedRates,
            ZeroRateCategory = client.ZeroRateCategory ?? usual.ZeroRateCategory,
            ZeroRateReason = client.ZeroRateReason,
        };
    }

    public static SellerDetails SellerOf(NewClient client) =>
        new()
        {
            Name = client.Name.Trim(),
            OrganizationNumber = client.OrganizationNumber,
            IsVatRegistered = client.IsVatRegistered,
            IsLimitedCompany = client.IsLimitedCompany,
            Street = client.Street.Trim(),
            PostCode = client.PostCode.Trim(),
            City = client.City.Trim(),
            Country = client.Country,
            Account = ReadAccount(client.Account).Account.ToString()!,
            Email = client.Email.Trim(),
        };

    /// <param name="before">What it had decided; whatever is no option of the command stays as it is.</param>
    public static ClientSettings SettingsOf(NewClient client, ClientSettings before)
    {
        var policy = PolicyOf(client);
        return before with
        {
            DeliveryPlace = client.DeliveryPlace?.Trim() ?? client.City.Trim(),
            VatRates = policy.AllowedRates,
            ZeroRateCategory = policy.ZeroRateCategory,
            ZeroRateReason = policy.ZeroRateReason,
            InvoiceFees = client.InvoiceFees,
            FirstNumber = client.FirstNumber,
            Runs = client.Runs,
        };
    }
}
