using System.Security.Cryptography;
using System.Text;

namespace Budstikke.Peppol.As4;

/// <summary>
/// Every id of one message, all made of one UUID. That is made of the dispatch's key, so that each try of a dispatch
/// has the same ids and its receiver can tell a repeat.
/// </summary>
/// <param name="Instance">The envelope's InstanceIdentifier, which a Message Level Status names.</param>
/// <param name="Host">Ours, on the right of every <c>@</c>.</param>
internal sealed record As4Ids(Guid Instance, string Host)
{
    private const int Bytes = 16;
    private const int VersionByte = 6;
    private const int VariantByte = 8;

    public string Message => $"{Instance}@{Host}";

    public string Conversation => $"conversation-{Instance}@{Host}";

    /// <summary>Of the part that holds the document.</summary>
    public string Content => $"payload-{Instance}@{Host}";

    public string Boundary => $"part-{Instance:N}";

    /// <summary>Of an element: an XML name may not begin with a digit.</summary>
    public string Element(string of) => $"{of}-{Instance}";

    /// <summary>The name-based UUID of RFC 9562 § 5.5.</summary>
    public static Guid Of(Guid store, string key)
    {
        var name = new byte[Bytes + Encoding.UTF8.GetByteCount(key)];
        store.TryWriteBytes(name, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(key, name.AsSpan(Bytes));
        // The RFC's own hash; nothing rests on its strength, the namespace is no secret.
#pragma warning disable CA5350
        var uuid = SHA1.HashData(name).AsSpan(0, Bytes);
#pragma warning restore CA5350
        uuid[VersionByte] = (byte)((uuid[VersionByte] & 0x0F) | 0x50);
        uuid[VariantByte] = (byte)((uuid[VariantByte] & 0x3F) | 0x80);
        return new(uuid, bigEndian: true);
    }
}
