using System.Text.Json.Serialization;
using Budstikke.Jobs;

namespace Budstikke.Peppol.As4;

/// <summary>How one try of a message ended.</summary>
internal enum TryEnd
{
    /// <summary>Our last byte never left.</summary>
    [JsonStringEnumMemberName("NotSent")]
    NotSent,

    /// <summary>All was sent, and nothing came back that says what became of it.</summary>
    [JsonStringEnumMemberName("Unanswered")]
    Unanswered,

    /// <summary>The receiver has signed that it has the message.</summary>
    [JsonStringEnumMemberName("Receipt")]
    Receipt,

    /// <summary>The receiver says that it has not taken it.</summary>
    [JsonStringEnumMemberName("Error")]
    Error,

    /// <summary>The receiver says that it had it already.</summary>
    [JsonStringEnumMemberName("Duplicate")]
    Duplicate,
}

/// <summary>What is known of the tries before.</summary>
/// <param name="MayHaveArrived">One of them had no answer.</param>
/// <param name="WasRefused">One of them was answered with an error.</param>
internal sealed record PastTries(bool MayHaveArrived, bool WasRefused);

/// <summary>What went over the wire.</summary>
/// <param name="HttpStatus">0 where no answer came.</param>
/// <param name="Fault">Why there is no answer, or none that could be read to its end.</param>
/// <param name="MayHaveArrived">Our last byte has left.</param>
internal sealed record Exchange(int HttpStatus, byte[] Answer, string? Fault, bool MayHaveArrived);

/// <param name="LooksUpAgain">What we know of the receiver's access point is out of date.</param>
internal sealed record Verdict(TryEnd End, Outcome Outcome, bool LooksUpAgain = false);

/// <summary>
/// The pure decision of what an answer means for a document. Once a try has had no answer the document may be with its
/// receiver, so that no error of a later try sends it another way: some access points answer the repeat of a message
/// that they have with an error which says nothing of that.
/// </summary>
internal static class As4Verdict
{
    /// <summary>Some of them repeat what a stranger wrote.</summary>
    private const int MaxReasonCharacters = 500;
    private const int RequestTimeout = 408;
    private const int Unavailable = 503;

    /// <summary>ebMS 3.0 § 6.7 and AS4: what is wrong with this message or its receiver, and would be
    /// tomorrow.</summary>
    private static readonly string[] s_forGood =
    [
        "EBMS:0001",
        "EBMS:0002",
        "EBMS:0003",
        "EBMS:0007",
        "EBMS:0008",
        "EBMS:0009",
        "EBMS:0010",
        "EBMS:0011",
        "EBMS:0303",
    ];

    private const string Other = "EBMS:0004";
    private const string NotServiced = "PEPPOL:NOT_SERVICED";

    /// <summary>Our certificate or our signature is not accepted: then no message of ours is.</summary>
    private static readonly string[] s_aboutUs = ["EBMS:0101", "EBMS:0103"];

    /// <summary>It has no key for what we encrypted: we know an old certificate of the receiver's.</summary>
    private const string FailedDecryption = "EBMS:0102";

    public static Verdict Of(Exchange exchange, As4Answer answer, PastTries past) =>
        answer switch
        {
            As4Answer.Receipt receipt => new(
                TryEnd.Receipt,
                new Accepted($"Access point {receipt.Seat} has signed a receipt.")
            ),
            As4Answer.Errors errors => Of(errors, past),
            As4Answer.Nothing nothing => Nothing(exchange, nothing.Reason),
            _ => throw new InvalidOperationException($"Not an answer: {answer}"),
        };

    private static Verdict Nothing(Exchange exchange, string reason)
    {
        var words = Cut.To(reason, MaxReasonCharacters);
        var evidence = exchange.HttpStatus == 0 ? words : $"HTTP {exchange.HttpStatus}. {words}";
        return IsTurnedAway(exchange)
            ? new(TryEnd.NotSent, new Deferred(evidence))
            : new(TryEnd.Unanswered, new Deferred($"{evidence} It may have arrived.", MayHaveArrived: true));
    }

    /// <summary>Nobody behind the server has seen the message. Any other fault of a server may have come after it was
    /// taken.</summary>
    private static bool IsTurnedAway(Exchange exchange) =>
        !exchange.MayHaveArrived || exchange.HttpStatus is Unavailable or (>= 300 and < 500 and not RequestTimeout);

    private static Verdict Of(As4Answer.Errors answer, PastTries past)
    {
        var evidence = $"The access point answers {string.Join("; ", answer.All)}.";
        EbmsError[] failures = [.. answer.All.Where(error => !IsWarning(error))];
        if (failures.Length == 0)
            return new(TryEnd.Unanswered, new Deferred($"{evidence} There is no receipt.", MayHaveArrived: true));
        if (failures.Any(NamesDuplicate))
            return Duplicate(evidence, past);
        if (past.MayHaveArrived)
            return new(TryEnd.Error, new Refused($"{evidence} An earlier try had no answer and may have arrived."));
        if (failures.Any(IsForGood))
            return new(TryEnd.Error, new Refused(evidence));
        var isStale = failures.Any(error => error.Code == FailedDecryption);
        return new(
            TryEnd.Error,
            new Deferred(isStale ? $"{evidence} Its certificate is looked up again." : evidence)
            {
                Away = failures.FirstOrDefault(error => s_aboutUs.Contains(error.Code)) is { } about
                    ? $"{about.Code}: about our own certificate, not about a receiver"
                    : null,
            },
            isStale
        );
    }

    private static Verdict Duplicate(string evidence, PastTries past) =>
        past switch
        {
            { MayHaveArrived: true, WasRefused: false } => new(
                TryEnd.Duplicate,
                new Accepted($"{evidence} It has the message of an earlier try: accepted without a receipt.")
            ),
            // It keeps the ids of what it refused too, so that the word says nothing of which of the tries it means.
            { WasRefused: true } => new(TryEnd.Error, new Refused(evidence)),
            // We know of no earlier try, and it does: the next one asks again.
            _ => new(TryEnd.Unanswered, new Deferred($"{evidence} It may have arrived.", MayHaveArrived: true)),
        };

    private static bool IsWarning(EbmsError error) =>
        error.Severity.Equals("warning", StringComparison.OrdinalIgnoreCase);

    private static bool IsForGood(EbmsError error) =>
        s_forGood.Contains(error.Code)
        || (error.Code == Other && error.Words.Contains(NotServiced, StringComparison.OrdinalIgnoreCase));

    /// <summary>There is no code for it, so that the words have to say it.</summary>
    private static bool NamesDuplicate(EbmsError error) =>
        Says(error, "duplicate") || (Says(error, "already") && (Says(error, "received") || Says(error, "message id")));

    private static bool Says(EbmsError error, string word) =>
        error.Words.Contains(word, StringComparison.OrdinalIgnoreCase);
}
