using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using Budstikke.Jobs;

namespace Budstikke.Peppol.As4;

/// <summary>One error of an access point, by the words of ebMS.</summary>
internal sealed record EbmsError(string Code, string Severity, string Words)
{
    public override string ToString() => Words.Length == 0 ? Code : $"{Code}: {Words}";
}

/// <summary>What an access point has said to a message of ours.</summary>
internal abstract record As4Answer
{
    /// <summary>It has the message, and has signed that it has.</summary>
    public sealed record Receipt(string Seat) : As4Answer;

    /// <summary>It says that it has not taken it.</summary>
    public sealed record Errors(IReadOnlyList<EbmsError> All) : As4Answer;

    /// <summary>Nothing that says anything for certain, and why.</summary>
    public sealed record Nothing(string Reason) : As4Answer;
}

/// <summary>What an answer has to hold against.</summary>
/// <param name="References">Of each try: a receipt is for one of them.</param>
internal sealed record Expected(
    string MessageId,
    IReadOnlyList<IReadOnlyList<SignedReference>> References,
    X509Certificate2 Receiver,
    WhyNotTrusted WhyNot
);

/// <summary>Reads an answer. Pure: the time is told.</summary>
internal static class ReadAnswer
{
    private const int MaxErrors = 10;
    private const int MaxCodeCharacters = 40;
    private const int MaxWordsCharacters = 500;

    public static As4Answer Of(ReadOnlyMemory<byte> body, Expected expected, DateTimeOffset now)
    {
        try
        {
            var messaging = SoapMessage.ReadMessaging(body);
            var signal = messaging.Child(As4Names.Ebms, "SignalMessage");
            var about = signal
                .Child(As4Names.Ebms, "MessageInfo")
                .OptionalChild(As4Names.Ebms, "RefToMessageId")
                ?.Text();
            if (signal.OptionalChild(As4Names.Ebms, "Receipt") is { } receipt)
                return Receipt(SoapMessage.Read(body), receipt, about, expected, now);
            return Errors(signal, about, expected);
        }
        catch (Exception error) when (error is XmlException or FormatException or CryptographicException)
        {
            return new As4Answer.Nothing($"The answer cannot be believed: {error.Message}");
        }
    }

    private static As4Answer Receipt(
        SoapMessage message,
        XmlElement receipt,
        string? about,
        Expected expected,
        DateTimeOffset now
    )
    {
        if (about != expected.MessageId)
            return new As4Answer.Nothing($"The receipt is for another message: {about}");
        var signed = VerifySignature.Of(message, new Dictionary<string, byte[]>());
        using var signer = signed.Signer;
        if (expected.WhyNot(signer, now) is { } reason)
            return new As4Answer.Nothing($"The receipt cannot be believed: {reason}.");
        if (!AccessPoint.IsSame(signer, expected.Receiver))
            return new As4Answer.Nothing($"The receipt is from another access point: {signer.Subject}");
        var said = receipt
            .Child(As4Names.Signals, "NonRepudiationInformation")
            .Children(As4Names.Signals, "MessagePartNRInformation")
            .Select(part => VerifySignature.Read(part.Child(As4Names.Signature, "Reference")))
            .ToHashSet();
        return expected.References.Any(said.SetEquals)
            ? new As4Answer.Receipt(PeppolTrust.NameOf(signer))
            : new As4Answer.Nothing("The receipt is for other contents than ours.");
    }

    private static As4Answer Errors(XmlElement signal, string? about, Expected expected)
    {
        XmlElement[] errors = [.. signal.Children(As4Names.Ebms, "Error").Take(MaxErrors)];
        if (errors.Length == 0)
            return new As4Answer.Nothing("The answer is neither a receipt nor an error.");
        var named = errors.Select(error => error.GetAttribute("refToMessageInError")).Append(about ?? "");
        return named.Any(id => id.Length > 0 && id != expected.MessageId)
            ? new As4Answer.Nothing("The error is about another message.")
            : new As4Answer.Errors([.. errors.Select(Read)]);
    }

    private static EbmsError Read(XmlElement error) =>
        new(
            Cut.To(error.GetAttribute("errorCode"), MaxCodeCharacters),
            error.GetAttribute("severity"),
            Cut.To(Words(error), MaxWordsCharacters)
        );

    private static string Words(XmlElement error) =>
        string.Join(
            ' ',
            new[]
            {
                error.GetAttribute("shortDescription"),
                error.OptionalChild(As4Names.Ebms, "Description")?.InnerText.Trim(),
                error.OptionalChild(As4Names.Ebms, "ErrorDetail")?.InnerText.Trim(),
            }.Where(words => !string.IsNullOrEmpty(words))
        );
}
