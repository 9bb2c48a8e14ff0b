using System.Globalization;
using Budstikke.Invoicing;
using Budstikke.Timeline;
using Budstikke.Users;

namespace Budstikke.WebConsole.Pages;

/// <summary>Gives back an order's invoice, whole or an amount of it, with a credit note.</summary>
internal sealed class CreditModel(
    Doorkeeper door,
    OrderView view,
    RefundOrder refund,
    ConsoleSettings settings,
    TimeProvider time
) : OrderDeed(door, view, Deed.Credit)
{
    public const int MaxReasonCharacters = 200;
    private static readonly TimeSpan s_proved = TimeSpan.FromMinutes(10);

    public static readonly Term What = new(
        "Kunden får en kreditnota for faktura {0}. Ordren var på {1}. En kreditnota kan ikke tas tilbake.",
        "The customer gets a credit note for invoice {0}. The order was of {1}. A credit note cannot be taken back."
    );
    public static readonly Term ReasonOnNote = new(
        "Grunn, som kunden leser på kreditnotaen",
        "Reason, which the customer reads on the credit note"
    );
    private static readonly Term s_amount = new("Skriv et beløp som 1 234,50.", "Give an amount like 1 234,50.");
    private static readonly Term s_reason = new(
        "Skriv en grunn, uten fødselsnummer.",
        "Give a reason, without a personal number."
    );
    private static readonly Term s_tooMuch = new("Det er mer enn det som er igjen.", "It is more than is left.");
    private static readonly Term s_proveAnew = new(
        "Over {0} kroner: logg inn på nytt først, og krediter innen ti minutter.",
        "Above {0} kroner: sign in anew first, and credit within ten minutes."
    );

    public override string Title => Say(Words.Credit);

    public string Asked =>
        HttpMethods.IsPost(HttpContext.Request.Method)
            ? Field("amount")
            : (Seen.Row.GrandTotal / 100m).ToString("0.00", CultureInfo.InvariantCulture).Replace('.', ',');

    protected override bool IsPossible => Seen.CanBeCredited;

    protected override async Task<Term?> Do()
    {
        if (KronerOf(Asked) is not { } amount || amount <= 0)
            return s_amount;
        var reason = Field("reason").Trim();
        if (!IsWritable(reason, MaxReasonCharacters))
            return s_reason;
        var provedAt = DateTimeOffset.FromUnixTimeMilliseconds(Me.ProvedAt);
        if (Seen.Credited + amount > settings.CreditLimit && time.GetUtcNow() - provedAt > s_proved)
        {
            var limit = settings.CreditLimit.ToString(CultureInfo.InvariantCulture);
            return new(s_proveAnew.In(false, limit), s_proveAnew.In(true, limit));
        }
        var key = Once("credit", Asked, reason);
        var answered = await refund.Run(CallerFor(Seen.Client), Seen.Row, new(amount, [], reason), key);
        return answered is null ? Changed
            : answered.Result == Refunding.Refunded ? null
            : s_tooMuch;
    }

    private static decimal? KronerOf(string text) =>
        Sought.OreOf(text) is { } ore ? ore / 100m
        : decimal.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole
        : null;
}
