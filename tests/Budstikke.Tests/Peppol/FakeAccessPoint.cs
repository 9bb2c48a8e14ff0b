using System.Security.Cryptography.X509Certificates;
using System.Text;
using Budstikke.Peppol.As4;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Peppol;

/// <summary>An access point that answers as a test wants it to: by our own code, with others' certificates.</summary>
internal static class FakeAccessPoint
{
    private static readonly DateTimeOffset s_now = BudstikkeApp.Monday;

    /// <summary>The receipt that a right access point would give.</summary>
    public static byte[] Receipt(
        Recorded message,
        X509Certificate2? by = null,
        string? about = null,
        Func<SignedReference, SignedReference>? change = null
    ) =>
        As4Signal.Receipt(
            about ?? message.MessageId,
            [.. References(message).Select(change ?? (reference => reference))],
            new(by ?? As4Peer.Certificate, "peer.example", (_, _) => null),
            s_now
        );

    public static byte[] Error(Recorded message, string code, string detail, string? about = null) =>
        As4Signal.Error(
            about ?? message.MessageId,
            new(code, "Other", detail),
            new(As4Peer.Certificate, "peer.example", (_, _) => null),
            s_now
        );

    public static Func<Recorded, Task<Given?>> Always(Func<Recorded, byte[]> answer, int status = 200) =>
        message => Task.FromResult<Given?>(new(status, answer(message)));

    public static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The envelope, which is the first part of the body.</summary>
    public static byte[] EnvelopeIn(Recorded message)
    {
        var text = message.Body.AsSpan();
        var from = text.IndexOf("<S12:Envelope"u8);
        var to = text.IndexOf("</S12:Envelope>"u8) + "</S12:Envelope>".Length;
        return text[from..to].ToArray();
    }

    private static IEnumerable<SignedReference> References(Recorded message) =>
        SoapMessage
            .Read(EnvelopeIn(message))
            .Security.Child(As4Names.Signature, "Signature")
            .Child(As4Names.Signature, "SignedInfo")
            .Children(As4Names.Signature, "Reference")
            .Select(VerifySignature.Read);
}
