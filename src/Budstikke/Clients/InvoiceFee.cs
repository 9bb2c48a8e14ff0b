using System.Globalization;

namespace Budstikke.Clients;

/// <summary>Who pays a fee: for a consumer the law sets a limit.</summary>
internal enum FeePayer
{
    Private,
    Corporate,
}

/// <summary>What the channels that can bring such a payer an invoice are called where a fee is named.</summary>
internal delegate IEnumerable<string> FeeWords(FeePayer payer);

/// <summary>What a customer pays for being sent an invoice. There is none unless the client has one.</summary>
/// <param name="Channel">One of <see cref="FeeWords"/>.</param>
/// <param name="Amount">NOK with VAT, whole øre.</param>
internal sealed record InvoiceFee(FeePayer Payer, string Channel, decimal Amount)
{
    private const decimal MaxAmount = 1_000;
    private const string Form = "PAYER:CHANNEL=AMOUNT with commas between, like private:email=6.50,corporate:post=49";

    /// <summary>The fees that a text names, or why it names none.</summary>
    /// <param name="text">Empty: no fees.</param>
    public static (IReadOnlyList<InvoiceFee>? Fees, string? Reason) Parse(string? text, FeeWords words)
    {
        var fees = new List<InvoiceFee>();
        foreach (
            var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        )
        {
            if (ParseOne(part) is not { } fee)
                return (null, $"must be {Form}: {part}");
            if (!words(fee.Payer).Contains(fee.Channel))
                return (null, $"names a channel that such a customer does not have: {part}");
            if (fee.Amount > MaxAmount || decimal.Round(fee.Amount, 2) != fee.Amount)
                return (null, $"must be 0 to {MaxAmount} NOK, in whole øre: {part}");
            if (fees.Any(other => (other.Payer, other.Channel) == (fee.Payer, fee.Channel)))
                return (null, $"names the same fee twice: {part}");
            fees.Add(fee);
        }
        return (fees, null);
    }

    private static InvoiceFee? ParseOne(string text) =>
        text.Split(':') is [var who, var rest]
        && rest.Split('=') is [var channel, var amount]
        && PayerOf(who) is { } payer
        && decimal.TryParse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? new(payer, channel, number)
            : null;

    private static FeePayer? PayerOf(string text) =>
        text switch
        {
            "private" => FeePayer.Private,
            "corporate" => FeePayer.Corporate,
            _ => null,
        };
}
