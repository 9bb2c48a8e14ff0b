using Budstikke.Distribution;
using Budstikke.Mail;
using Budstikke.Users;

namespace Budstikke.WebConsole.Pages;

/// <summary>Sends an invoice again: as it is, or to where the customer says now.</summary>
internal sealed class ResendModel(Doorkeeper door, OrderView view, ResendInvoice resend)
    : OrderDeed(door, view, Deed.Resend)
{
    private const int MaxPhoneDigits = 15;

    public static readonly Term What = new(
        "Faktura {0} sendes på nytt, uendret, først på den beste måten. {1} er ubetalt. Er e-post eller "
            + "telefon feil, så rett dem her: rettelsen gjelder denne sendingen.",
        "Invoice {0} is sent again, unchanged, by the best channel first. {1} is unpaid. If e-mail or "
            + "phone are wrong, correct them here: it counts for this sending."
    );
    public static readonly Term Country = new("Landkode", "Country code");
    private static readonly Term s_email = new("E-postadressen er ikke gyldig.", "The e-mail address is not valid.");
    private static readonly Term s_phone = new(
        "Telefonnummeret må være 4 til 15 siffer, landkoden + og 1 til 4 siffer.",
        "The phone must be 4 to 15 digits, the country code + and 1 to 4 digits."
    );
    private static readonly Term s_tooOften = new(
        "Den er sendt på nytt så ofte som den kan på en dag.",
        "It was sent again as often as it may be in a day."
    );
    private static readonly Term s_settled = new(
        "Den er betalt, kreditert eller kansellert.",
        "It is paid, credited or cancelled."
    );

    public override string Title => Say(Words.Resend);

    public string Email => Given("email", Seen.Order.Customer.Email);

    public string CountryCode => Given("country", Seen.Order.Customer.CountryCode);

    public string Phone => Given("phone", Seen.Order.Customer.Msisdn);

    protected override bool IsPossible => Seen.CanBeSentAgain;

    protected override async Task<Term?> Do()
    {
        var customer = Seen.Order.Customer;
        var (email, country, phone) = (
            Email.Trim(),
            CountryCode.Trim(),
            Phone.Replace(" ", "", StringComparison.Ordinal)
        );
        if (email != customer.Email && EmailAddress.Parse(email).Address is null)
            return s_email;
        var isOtherPhone = phone != customer.Msisdn || country != customer.CountryCode;
        if (
            isOtherPhone
            && !(
                IsDigits(phone, 4, MaxPhoneDigits) && country.StartsWith('+') && IsDigits(country.TrimStart('+'), 1, 4)
            )
        )
            return s_phone;
        var correction = new Correction(
            isOtherPhone ? country : null,
            isOtherPhone ? phone : null,
            email == customer.Email ? null : email
        );
        var key = Once("resend", email, country, phone);
        var answered = await resend.Run(CallerFor(Seen.Client), Seen.Row.OrderId, correction, key);
        return answered?.Result switch
        {
            null => Changed,
            Resending.Requested => null,
            Resending.TooOften => s_tooOften,
            _ => s_settled,
        };
    }

    private string Given(string field, string otherwise) =>
        HttpMethods.IsPost(HttpContext.Request.Method) && HttpContext.Request.Form.ContainsKey(field)
            ? Field(field)
            : otherwise;

    private static bool IsDigits(string text, int min, int max) =>
        text.Length >= min && text.Length <= max && text.All(char.IsAsciiDigit);
}
