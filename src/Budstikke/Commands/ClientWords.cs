using Budstikke.Clients;

namespace Budstikke.Commands;

/// <summary>How the commands call what is said of a client, and what they say of a finding.</summary>
internal static class ClientWords
{
    /// <summary>A sentence that names the option.</summary>
    public static string Of(ClientFinding finding) =>
        finding is { IsSentence: false, Field: { } field }
            ? $"{OptionOf(field)} {finding.Text}{(finding.Given is { } given ? $": {given}" : ".")}"
            : finding.Text;

    public static string OptionOf(ClientField field) =>
        field switch
        {
            ClientField.Name => "--name",
            ClientField.OrganizationNumber => "--organization-number",
            ClientField.Account => "--account",
            ClientField.Bic => "--bic",
            ClientField.Email => "--email",
            ClientField.Street => "--street",
            ClientField.PostCode => "--zip",
            ClientField.City => "--city",
            ClientField.Country => "--country",
            ClientField.DeliveryPlace => "--delivery-place",
            ClientField.VatRates => "--vat-rates",
            ClientField.ZeroRateCategory => "--zero-rate",
            ClientField.ZeroRateReason => "--zero-rate-reason",
            ClientField.InvoiceFees => "--invoice-fee",
            ClientField.RunHour => "--run-hour",
            ClientField.MonthlyClosingDay => "--closing-day",
            ClientField.TwiceMonthlyClosingDays => "--closing-days",
            ClientField.FirstNumber => "--first-number",
            ClientField.Callback => "--callback",
            ClientField.CallbackEvents => "--callback-events",
            ClientField.ContactLanguage => "--contact-language",
            _ => throw new ArgumentOutOfRangeException(nameof(field), field, "no option"),
        };

    /// <summary>Of a seller's field, for the help.</summary>
    public static string DescriptionOf(ClientField field) =>
        field switch
        {
            ClientField.Name => "The seller's name, as on the invoice.",
            ClientField.OrganizationNumber => "Nine digits.",
            ClientField.Account => "The bank account that customers pay to, eleven digits, or a Norwegian IBAN, which "
                + "invoices then show to everybody.",
            ClientField.Bic => "The BIC of the account's bank, which customers abroad get with the IBAN.",
            ClientField.Email => "Where customers answer, and where we report what needs a person.",
            ClientField.Street => "The seller's address.",
            ClientField.PostCode => "The seller's postcode.",
            ClientField.City => "The seller's city.",
            ClientField.Country => "ISO 3166-1 alpha-2.",
            _ => throw new ArgumentOutOfRangeException(nameof(field), field, "no description"),
        };
}
