using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization;

namespace Budstikke.Peppol.As4;

/// <summary>What a late word means for a document that an access point has taken.</summary>
internal enum StatusMeaning
{
    /// <summary>It has reached its receiver.</summary>
    [JsonStringEnumMemberName("Delivered")]
    Delivered,

    /// <summary>The receiver's access point could not bring it there.</summary>
    [JsonStringEnumMemberName("Failed")]
    Failed,

    /// <summary>The receiver's access point has begun with it.</summary>
    [JsonStringEnumMemberName("Acknowledged")]
    Acknowledged,

    /// <summary>The buyer will not pay this invoice.</summary>
    [JsonStringEnumMemberName("Rejected")]
    Rejected,

    /// <summary>The buyer wants to know something first.</summary>
    [JsonStringEnumMemberName("UnderQuery")]
    UnderQuery,

    /// <summary>The buyer says that he has paid.</summary>
    [JsonStringEnumMemberName("Paid")]
    Paid,

    /// <summary>Another step on the buyer's side.</summary>
    [JsonStringEnumMemberName("InProcess")]
    InProcess,
}

/// <summary>What was said later of a document that was sent.</summary>
/// <param name="Key">The dispatch's.</param>
/// <param name="Evidence">Who says what, as a sentence.</param>
internal sealed record LateStatus(string ClientId, string Key, StatusMeaning Meaning, string Evidence);

/// <summary>What a late word causes: the rooms that know orders say it.</summary>
internal delegate IReadOnlyList<Jobs.NewJob> OnLateStatus(LateStatus status);

/// <summary>What we sent, and to whom, for whom a response may come.</summary>
/// <param name="Receivers">The certificates of the access points that it was sent to, try by try.</param>
internal sealed record SentMessage(
    string ClientId,
    string Key,
    string Sender,
    string Participant,
    IReadOnlyList<X509Certificate2> Receivers
);

/// <summary>
/// The pure decision of what a response is worth: it counts from those alone whom the document was sent to.
/// </summary>
internal static class StatusVerdict
{
    /// <summary>The document that it is about, and what it means for it; null where it counts for nothing.</summary>
    /// <param name="sent">Those that it may be about.</param>
    public static LateStatus? Of(BusinessResponse response, ReceivedMessage message, IReadOnlyList<SentMessage> sent)
    {
        var about = sent.Where(one => Counts(response.Kind, message, one)).ToList();
        // A number that two of our documents have says nothing of either.
        return about is [var only] && MeaningOf(response) is { } meaning
            ? new(only.ClientId, only.Key, meaning, Words(response, message))
            : null;
    }

    private static bool Counts(ResponseKind kind, ReceivedMessage message, SentMessage sent) =>
        kind == ResponseKind.MessageStatus
            ? sent.Receivers.Any(receiver => AccessPoint.IsSame(message.Signer, receiver))
            : sent.Participant == message.Sender && sent.Sender == message.Receiver;

    private static StatusMeaning? MeaningOf(BusinessResponse response) =>
        (response.Kind, response.Code) switch
        {
            (ResponseKind.MessageStatus, "AP") => StatusMeaning.Delivered,
            (ResponseKind.MessageStatus, "AB") => StatusMeaning.Acknowledged,
            (ResponseKind.MessageStatus, "RE") => StatusMeaning.Failed,
            (ResponseKind.InvoiceResponse, "RE") => StatusMeaning.Rejected,
            (ResponseKind.InvoiceResponse, "UQ") => StatusMeaning.UnderQuery,
            (ResponseKind.InvoiceResponse, "PD") => StatusMeaning.Paid,
            (ResponseKind.InvoiceResponse, "AB" or "IP" or "CA" or "AP") => StatusMeaning.InProcess,
            _ => null,
        };

    private static string Words(BusinessResponse response, ReceivedMessage message)
    {
        var who =
            response.Kind == ResponseKind.MessageStatus
                ? $"Access point {PeppolTrust.NameOf(message.Signer)} answers by a Message Level Status"
                : $"The buyer {message.Sender} answers by an Invoice Response";
        return $"{who}: {response.Code}{(response.Reason is { } reason ? $", {reason}" : "")}.";
    }
}
