using Budstikke.Callbacks;

namespace Budstikke.Tests.Callbacks;

/// <summary>The call that docs/callbacks.md shows. Its values were made by a program of another language.</summary>
internal static class KnownCall
{
    public const string Secret = "s3cret";
    public const string LibrarySecret = "whsec_czNjcmV0";
    public const string Order = "ODR0000000123";
    public const string Id = "msg_AnExampleOfAnIdentifier";
    public const long Timestamp = 1_755_850_533;
    public const string Target =
        "/cb?shop=7&who=K%C3%A5re+%26+co&orderUuid=ODR0000000123&status=PARTIAL%20REFUNDED&paymentMethod=invoice"
        + "&amount=100.00&createdAt=1755764131&timestamp=1755850531"
        + "&checksum=c59a033a12a989ac2e8a5b2da6e4f078bcf5d9aab9b9180ae726aefc50b67f25";
    public const string Signed = "v1,wZpA0060TdUTsKUcUzvadAHAjoQso/kvURcnXexqiso=";

    public static DateTimeOffset SentAt { get; } = DateTimeOffset.FromUnixTimeSeconds(Timestamp);

    /// <summary>Another call of the same secret.</summary>
    public static string SignatureOf(string payload, string id = Id, long timestamp = Timestamp) =>
        Signature.Of(id, $"{timestamp}", payload, Signature.KeyOf(Secret));

    /// <summary>A target whose checksum is right, whatever its query says.</summary>
    public static string WithChecksum(string target, string secret = Secret) =>
        $"{target}&checksum={CallbackUrl.ChecksumOf(target.Split('?', 2)[1], secret)}";

    /// <summary>Of the parameters that we append, without the checksum.</summary>
    public static string TargetOf(string own, string order = Order) =>
        $"/cb?{own}orderUuid={order}&status=PAID&paymentMethod=invoice&amount=100.00&createdAt=1755764131"
        + "&timestamp=1755850531";

    /// <summary>
    /// What SECURITY.md says of the checksum: an attacker's own order, whose URL has the victim's values in one of its
    /// own, gets a checksum that fits this call, in which the borders stand elsewhere.
    /// </summary>
    public static string Forged { get; } =
        WithChecksum(TargetOf("") + "ODR0000000999INVOICEDinvoice51.0017557641311755850531");

    /// <summary>The attacker's URL; an order with it is refused today.</summary>
    public const string AttackersUrl = $"https://evil.example/?a={Order}PAIDinvoice100.0017557641311755850531";
}
