using System.CommandLine;
using System.Globalization;
using Budstikke.Clients;
using Budstikke.Documents.Vat;
using Budstikke.Storage;

namespace Budstikke.Commands;

/// <summary>The options of <c>client add</c> and <c>client set</c>: the same words, checked alike.</summary>
/// <param name="isNew">A new client must have some of them and gets defaults for others; of a known one they change
/// what is given.</param>
internal sealed class ClientOptions(bool isNew, FeeWords feeWords)
{
    private const string BicQuestion = "What is the BIC of the account's bank, for customers abroad? (Enter: none) ";

    /// <summary>A new client before anything is said of it.</summary>
    private static readonly NewClient s_new = new() { Seller = SellerDetails.Unsaid, Mode = ClientMode.Test };

    private readonly IReadOnlyList<(SellerField Field, Option<string> Option)> _seller =
    [
        .. SellerField.All.Select(field => (field, OptionOf(isNew, field))),
    ];

    private readonly Option<string?> _deliveryPlace = new(ClientWords.OptionOf(ClientField.DeliveryPlace))
    {
        Description = "Where goods or services are delivered; of a new client the seller's city by default.",
    };
    private readonly Option<string?> _vatRates = new(ClientWords.OptionOf(ClientField.VatRates))
    {
        Description =
            "Percentages that orders may use, of a new client 0,12,15,25 by default (0 for a seller outside the "
            + "register).",
    };
    private readonly Option<VatCategory?> _zeroRate = new(ClientWords.OptionOf(ClientField.ZeroRateCategory))
    {
        Description = "What 0 % means: Z, E, O, AE or G.",
    };
    private readonly Option<string?> _zeroRateReason = new(ClientWords.OptionOf(ClientField.ZeroRateReason))
    {
        Description = "The reason that the invoice gives, obligatory for E.",
    };
    private readonly Option<string?> _invoiceFee = new(ClientWords.OptionOf(ClientField.InvoiceFees))
    {
        Description =
            "Fees with VAT, by who pays and the channel: private:email=6.50,corporate:post=49. None unless given.",
    };

    private readonly Option<string> _contactLanguage = new(ClientWords.OptionOf(ClientField.ContactLanguage))
    {
        Description = "In which we write to the seller about a case: no, the default, or en.",
    };

    private readonly ClientDecisions _decisions = new(isNew);
    private readonly RunOptions _runs = new();
    private readonly CallbackOptions _callbacks = new();
    private readonly ProviderOptions _providers = new();

    // Decided once, when the client is added.
    private readonly Option<long> _firstNumber = Usual(
        isNew,
        ClientWords.OptionOf(ClientField.FirstNumber),
        "Where the invoice numbers begin; beyond those of an earlier system.",
        s_new.FirstNumber
    );

    private IEnumerable<Option> All =>
        [
            .. _seller.Select(one => one.Option),
            .. _decisions.All,
            _deliveryPlace,
            _vatRates,
            _zeroRate,
            _zeroRateReason,
            _invoiceFee,
            .. _runs.All,
            .. _callbacks.All,
            _contactLanguage,
            .. isNew ? [] : _providers.All,
            _firstNumber,
        ];

    public void AddTo(Command command)
    {
        _firstNumber.Hidden = !isNew;
        foreach (var option in All)
            command.Options.Add(option);
    }

    /// <summary>What is given of the accounts with providers.</summary>
    public IReadOnlyList<AccountChange> Accounts(ParseResult said, Secrets secrets) => _providers.Read(said, secrets);

    public bool IsAnyGiven(ParseResult said) => All.Any(option => IsGiven(said, option));

    /// <summary>What cannot be read or may not be said, each as a sentence.</summary>
    public IEnumerable<string> Faults(ParseResult said)
    {
        if (IsGiven(said, _vatRates) && Rates(said.GetValue(_vatRates)) is null)
            yield return $"{_vatRates.Name} must be percentages with commas between: {said.GetValue(_vatRates)}";
        if (InvoiceFee.Parse(said.GetValue(_invoiceFee), feeWords) is (null, var wrongFee))
            yield return $"{_invoiceFee.Name} {wrongFee}";
        if (isNew)
            yield break;
        foreach (var fault in _providers.Faults(said))
            yield return fault;
        if (IsGiven(said, _decisions.Mode))
            yield return "--mode cannot be changed: what a test client sent went to nobody, and its numbers are used. "
                + "Add a client instead.";
        if (IsGiven(said, _firstNumber))
            yield return "--first-number cannot be changed: the client's numbers go on without a gap from the one that "
                + "it began with.";
    }

    /// <summary>A new client; or what is still to be said of it, each as a sentence.</summary>
    public (NewClient Client, IReadOnlyList<string> Open) Read(ParseResult said, AskPerson ask)
    {
        var (client, open) = _decisions.Take(said, Given(said, s_new), ask);
        var asks = open.Count == 0 && client.Seller.Bic is null;
        return asks && ask(BicQuestion) is { Length: > 0 } bic
            ? (client with { Seller = client.Seller with { Bic = bic } }, open)
            : (client, open);
    }

    /// <summary>What was said, and else what it was before.</summary>
    public NewClient Read(ParseResult said, NewClient before) => _decisions.Change(said, Given(said, before));

    private NewClient Given(ParseResult said, NewClient before) =>
        before with
        {
            Seller = _seller.Aggregate(
                before.Seller,
                (seller, one) => one.Field.With(seller, Of(said, one.Option, one.Field.Of(seller)))
            ),
            DeliveryPlace = Of(said, _deliveryPlace, before.DeliveryPlace),
            VatRates = IsGiven(said, _vatRates) ? Rates(said.GetValue(_vatRates)) : before.VatRates,
            ZeroRateCategory = Of(said, _zeroRate, before.ZeroRateCategory),
            ZeroRateReason = Of(said, _zeroRateReason, before.ZeroRateReason) is { Length: > 0 } reason ? reason : null,
            InvoiceFees = IsGiven(said, _invoiceFee)
                ? InvoiceFee.Parse(said.GetValue(_invoiceFee), feeWords).Fees ?? []
                : before.InvoiceFees,
            Runs = _runs.Read(said, before.Runs),
            Callbacks = _callbacks.Read(said, before.Callbacks),
            ContactLanguage = Of(said, _contactLanguage, before.ContactLanguage),
            FirstNumber = Of(said, _firstNumber, before.FirstNumber),
        };

    /// <summary>
    /// A field that has a value before anything is said of a seller has it by default; any other must be said of a
    /// new one, unless a seller may lack it.
    /// </summary>
    private static Option<string> OptionOf(bool isNew, SellerField field)
    {
        var (name, description) = (ClientWords.OptionOf(field.Field), ClientWords.DescriptionOf(field.Field));
        return field.Of(SellerDetails.Unsaid) is { Length: > 0 } usual
            ? Usual(isNew, name, description, usual)
            : new(name) { Description = description, Required = isNew && !field.IsOptional };
    }

    private static Option<T> Usual<T>(bool isNew, string name, string description, T usual) =>
        new(name) { Description = description, DefaultValueFactory = isNew ? _ => usual : null };

    private static bool IsGiven(ParseResult said, Option option) => said.GetResult(option) is { Implicit: false };

    private static T Of<T>(ParseResult said, Option<T> option, T otherwise) =>
        IsGiven(said, option) ? said.GetValue(option)! : otherwise;

    /// <summary>Null: not a list of numbers.</summary>
    private static decimal[]? Rates(string? text)
    {
        var parts = (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var rates = new decimal[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (!decimal.TryParse(parts[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out rates[i]))
                return null;
        return rates.Length == 0 ? null : rates;
    }
}
