using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Budstikke.Clients;
using Budstikke.Documents.Vat;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Commands;

/// <summary><c>client add</c>: prints the new client's id, token and callback secret as JSON; they are shown once.</summary>
internal static class ClientCommand
{
    private static readonly Option<string> s_name = Text("--name", "The seller's name, as on the invoice.");
    private static readonly Option<string> s_number = Text("--organization-number", "Nine digits.");
    private static readonly Option<string> s_account = Text(
        "--account",
        "The bank account that customers pay to, eleven digits."
    );
    private static readonly Option<string> s_email = Text(
        "--email",
        "Where customers answer, and where we report what needs a person."
    );
    private static readonly Option<string> s_street = Text("--street", "The seller's address.");
    private static readonly Option<string> s_zip = Text("--zip", "The seller's postcode.");
    private static readonly Option<string> s_city = Text("--city", "The seller's city.");
    private static readonly Option<string> s_country = new("--country")
    {
        Description = "ISO 3166-1 alpha-2.",
        DefaultValueFactory = _ => "NO",
    };
    private static readonly Option<ClientMode> s_mode = new("--mode")
    {
        Description = "live, or test: a test client's channels are always simulated.",
        DefaultValueFactory = _ => ClientMode.Live,
    };
    private static readonly Option<bool> s_vatRegistered = new("--vat-registered")
    {
        Description = "Whether the seller is in the VAT register.",
        DefaultValueFactory = _ => true,
    };
    private static readonly Option<bool> s_limitedCompany = new("--limited-company")
    {
        Description = "AS, ASA or a branch: the invoice says Foretaksregisteret.",
        DefaultValueFactory = _ => true,
    };
    private static readonly Option<string?> s_deliveryPlace = new("--delivery-place")
    {
        Description = "Where goods or services are delivered; the seller's city by default.",
    };
    private static readonly Option<string?> s_vatRates = new("--vat-rates")
    {
        Description = "Percentages that orders may use, by default 0,12,15,25 (0 for a seller outside the register).",
    };
    private static readonly Option<VatCategory?> s_zeroRate = new("--zero-rate")
    {
        Description = "What 0 % means: Z, E, O, AE or G.",
    };
    private static readonly Option<string?> s_zeroRateReason = new("--zero-rate-reason")
    {
        Description = "The reason that the invoice gives, obligatory for E.",
    };
    private static readonly Option<string?> s_invoiceFee = new("--invoice-fee")
    {
        Description =
            "Fees with VAT, by who pays and the channel: private:email=6.50,corporate:post=49. None unless given.",
    };
    private static readonly Option<long> s_firstNumber = new("--first-number")
    {
        Description = "Where the invoice numbers begin; beyond those of an earlier system.",
        DefaultValueFactory = _ => 10001,
    };

    public static Command Of(TimeProvider time)
    {
        var add = new Command(
            "add",
            "Adds a client and prints clientId, token and callbackSecret as JSON. They are shown once."
        );
        foreach (
            var option in new Option[]
            {
                s_name,
                s_number,
                s_account,
                s_email,
                s_street,
                s_zip,
                s_city,
                s_country,
                s_mode,
                s_vatRegistered,
                s_limitedCompany,
                s_deliveryPlace,
                s_vatRates,
                s_zeroRate,
                s_zeroRateReason,
                s_invoiceFee,
                s_firstNumber,
            }
        )
            add.Options.Add(option);
        foreach (var option in RunOptions.All)
            add.Options.Add(option);
        add.Options.Add(new Option<bool>("--json") { Description = "The output is JSON in any case." });
        add.SetAction((parsed, _) => Add(parsed, time));
        return new Command("client", "For whom we invoice.") { add };
    }

    private static Option<string> Text(string name, string description) =>
        new(name) { Description = description, Required = true };

    private static async Task<int> Add(ParseResult parsed, TimeProvider time)
    {
        if (Rates(parsed.GetValue(s_vatRates)) is not { } rates)
        {
            await Console.Error.WriteLineAsync(
                $"--vat-rates must be percentages with commas between: {parsed.GetValue(s_vatRates)}"
            );
            return CommandLine.Refused;
        }
        var (fees, wrongFee) = InvoiceFee.Parse(parsed.GetValue(s_invoiceFee));
        if (fees is null)
        {
            await Console.Error.WriteLineAsync($"--invoice-fee {wrongFee}");
            return CommandLine.Refused;
        }
        var client = new NewClient
        {
            Name = parsed.GetRequiredValue(s_name),
            OrganizationNumber = parsed.GetRequiredValue(s_number),
            Account = parsed.GetRequiredValue(s_account),
            Email = parsed.GetRequiredValue(s_email),
            Street = parsed.GetRequiredValue(s_street),
            PostCode = parsed.GetRequiredValue(s_zip),
            City = parsed.GetRequiredValue(s_city),
            Country = parsed.GetRequiredValue(s_country),
            Mode = parsed.GetValue(s_mode),
            IsVatRegistered = parsed.GetValue(s_vatRegistered),
            IsLimitedCompany = parsed.GetValue(s_limitedCompany),
            DeliveryPlace = parsed.GetValue(s_deliveryPlace),
            VatRates = rates.Length == 0 ? null : rates,
            ZeroRateCategory = parsed.GetValue(s_zeroRate),
            ZeroRateReason = parsed.GetValue(s_zeroRateReason),
            InvoiceFees = fees,
            FirstNumber = parsed.GetValue(s_firstNumber),
            Runs = RunOptions.Read(parsed, new()),
        };
        return await Add(client, time);
    }

    private static async Task<int> Add(NewClient client, TimeProvider time)
    {
        if (AddClient.Check(client) is { Count: > 0 } wrong)
        {
            foreach (var sentence in wrong)
                await Console.Error.WriteLineAsync(sentence);
            return CommandLine.Refused;
        }
        var (database, secrets) = await OpenStore.Run(CommandLine.Settings(), time);
        await using var opened = database;
        using var ids = AddClient.Ids(database);
        var added = await AddClient.Run(database, secrets, ids, client, time);
        foreach (var warning in added.Warnings)
            await Console.Error.WriteLineAsync(warning);
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    added.ClientId,
                    added.Token,
                    added.CallbackSecret,
                },
                JsonOptions.Stored
            )
        );
        return 0;
    }

    /// <summary>Null: not a list of numbers. Empty: not given.</summary>
    private static decimal[]? Rates(string? text)
    {
        var parts = (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var rates = new decimal[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (!decimal.TryParse(parts[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out rates[i]))
                return null;
        return rates;
    }
}
