using System.Globalization;
using Budstikke.Documents.Pdf;
using Budstikke.Documents.Vat;
using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Trail;

namespace Budstikke.Clients;

/// <summary>What <c>client add</c> is given; the defaults are those of the command.</summary>
internal sealed record NewClient
{
    public const string UsualContactLanguage = "no";

    private static readonly string[] s_contactLanguages = [UsualContactLanguage, "en"];

    /// <summary>As it is said, not yet as it is kept.</summary>
    public required SellerDetails Seller { get; init; }

    public required ClientMode Mode { get; init; }

    public string? DeliveryPlace { get; init; }

    /// <summary>Null: 0, 12, 15 and 25 for a registered seller, 0 for another.</summary>
    public IReadOnlyList<decimal>? VatRates { get; init; }

    /// <summary>Null: Z for a registered seller, O for another.</summary>
    public VatCategory? ZeroRateCategory { get; init; }

    public string? ZeroRateReason { get; init; }

    public IReadOnlyList<InvoiceFee> InvoiceFees { get; init; } = [];

    public long FirstNumber { get; init; } = 10001;

    public RunSettings Runs { get; init; } = new();

    public CallbackWishes Callbacks { get; init; } = new();

    public string ContactLanguage { get; init; } = UsualContactLanguage;

    public ClientFinding? CheckContactLanguage() =>
        s_contactLanguages.Contains(ContactLanguage)
            ? null
            : new(ClientField.ContactLanguage, $"must be {string.Join(" or ", s_contactLanguages)}")
            {
                Given = ContactLanguage,
            };
}

/// <summary>What is shown once: neither the token nor the secret can be read again.</summary>
internal sealed record AddedClient(
    string ClientId,
    string Token,
    string CallbackSecret,
    IReadOnlyList<ClientFinding> Warnings
);

internal static class AddClient
{
    public const long MaxFirstNumber = 900_000_000;
    private const string FirstToken = "first";

    public static IdSequence Ids(Database database) => new(database, "CLT");

    /// <summary>Everything that is wrong with it.</summary>
    public static IReadOnlyList<ClientFinding> Check(NewClient client)
    {
        var wrong = SellerField.All.Select(field => field.Check(client.Seller)).OfType<ClientFinding>().ToList();
        if (client.DeliveryPlace is { } place && !PrintedText.CanPrint(place))
            wrong.Add(new(ClientField.DeliveryPlace, PrintedText.Rule));
        if (client.ZeroRateReason is { } reason && !PrintedText.CanPrint(reason))
            wrong.Add(new(ClientField.ZeroRateReason, PrintedText.Rule));
        if (client.FirstNumber is < 1 or > MaxFirstNumber)
            wrong.Add(new(ClientField.FirstNumber, $"must be 1 to {MaxFirstNumber}"));
        wrong.AddRange(client.Runs.Check());
        wrong.AddRange(client.Callbacks.Check());
        if (client.CheckContactLanguage() is { } language)
            wrong.Add(language);
        wrong.AddRange(VatPolicy.Check(PolicyOf(client)).Select(FindingOf));
        return wrong;
    }

    private static ClientFinding FindingOf(VatPolicyFault fault) =>
        ClientFinding.Sentence(
            fault.Text,
            fault.Field switch
            {
                nameof(VatPolicy.AllowedRates) => ClientField.VatRates,
                nameof(VatPolicy.ZeroRateReason) => ClientField.ZeroRateReason,
                _ => ClientField.ZeroRateCategory,
            }
        );

    /// <summary>What is lawful and should still be decided.</summary>
    public static IReadOnlyList<ClientFinding> Warnings(NewClient client)
    {
        var warnings = new List<ClientFinding>();
        if (client.Seller.IsVatRegistered && client.ZeroRateCategory is null)
            warnings.Add(
                new(
                    ClientField.ZeroRateCategory,
                    "is not given: lines at 0 % are zero-rated (Z). Decide between Z, E, AE and G"
                )
            );
        if (client.DeliveryPlace is null)
            warnings.Add(
                new(
                    ClientField.DeliveryPlace,
                    $"is not given: invoices will say {client.Seller.City}. "
                        + "It must be where goods or services are delivered"
                )
            );
        if (client.Seller.Bic is null)
            warnings.Add(new(ClientField.Bic, "is not given: customers abroad get the IBAN of the account alone"));
        warnings.AddRange(SellerField.All.Select(field => Unprintable(field, client.Seller)).OfType<ClientFinding>());
        if (client.InvoiceFees.Any(fee => fee is { Payer: FeePayer.Private, Amount: > 0 }))
            warnings.Add(
                new(
                    ClientField.InvoiceFees,
                    "may not be more for a private customer than making and sending the invoice costs you "
                        + "(finansavtaleloven § 2-4), who is charged no more than Invoicing__PrivateFeeCapOre"
                )
            );
        return warnings;
    }

    private static ClientFinding? Unprintable(SellerField field, SellerDetails seller) =>
        InvoicePdf.Unprintable(field.Of(seller)) is { Count: > 0 } boxes
            ? new(field.Field, $"has characters that a PDF shows as boxes ({string.Join(' ', boxes)})")
            : null;

    /// <summary>The client as it would be, before it has an id.</summary>
    public static Client ClientOf(NewClient client) =>
        new()
        {
            ClientId = "",
            Mode = client.Mode,
            Seller = SellerField.Kept(client.Seller),
            Settings = SettingsOf(client, ClientSettings.Undecided),
            KidPrefix = "",
        };

    /// <summary>Adds the client with its first token; the caller has checked it.</summary>
    public static async Task<AddedClient> Run(Acting acting, IdSequence clientIds, NewClient client)
    {
        var clientId = await clientIds.Take();
        var callbackSecret = CallbackSecret.New();
        var seller = SellerField.Kept(client.Seller);
        var now = acting.Now.ToUnixTimeMilliseconds();
        var first = await acting.Database.Write(async session =>
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
                    seller.Name,
                    mode = StoredName.Of(client.Mode),
                    seller = JsonOptions.Store(seller),
                    settings = JsonOptions.Store(SettingsOf(client, ClientSettings.Undecided)),
                    callbackSecret = acting.Secrets.Encrypt(callbackSecret),
                    kidPrefix = prefix.ToString("D5", CultureInfo.InvariantCulture),
                    now,
                }
            );
            await acting.Note(session, new(clientId, "ClientAdded", clientId));
            return await Tokens.Insert(session, clientId, new(FirstToken, Scopes.ReadWrite, null), now);
        });
        return new(clientId, first!.Token, callbackSecret, Warnings(client));
    }

    private static VatPolicy PolicyOf(NewClient client)
    {
        var usual = client.Seller.IsVatRegistered ? VatPolicy.Registered : VatPolicy.Unregistered;
        return usual with
        {
            AllowedRates = client.VatRates ?? usual.AllowedRates,
            ZeroRateCategory = client.ZeroRateCategory ?? usual.ZeroRateCategory,
            ZeroRateReason = client.ZeroRateReason,
        };
    }

    /// <param name="before">What it had decided; whatever is no option of the command stays as it is.</param>
    public static ClientSettings SettingsOf(NewClient client, ClientSettings before)
    {
        var policy = PolicyOf(client);
        return before with
        {
            DeliveryPlace = (client.DeliveryPlace ?? client.Seller.City).Trim(),
            VatRates = policy.AllowedRates,
            ZeroRateCategory = policy.ZeroRateCategory,
            ZeroRateReason = policy.ZeroRateReason,
            InvoiceFees = client.InvoiceFees,
            FirstNumber = client.FirstNumber,
            Runs = client.Runs,
            Callbacks = client.Callbacks,
            ContactLanguage = client.ContactLanguage,
        };
    }
}
