using Budstikke.Peppol.As4;

namespace Budstikke.Tests.Peppol;

/// <summary>A right message that somebody has changed on its way: a byte, a stretch, or a word that matters.</summary>
internal static class MutatedResponses
{
    /// <summary>What a forger would try beside chance.</summary>
    private static readonly string[] s_words =
    [
        "\"",
        "<",
        "&#x41;",
        "<!DOCTYPE a [<!ENTITY b \"c\">]>",
        "cid:",
        "#",
        "xmlns:eb=\"urn:x\"",
        "<!--",
        "\r\n\r\n",
        As4Names.Canonical,
        "wsu:Id=\"a\"",
        "--",
    ];

    /// <summary>Gives so many to the door, and says how many of them were received. What counted of those was what the
    /// right message says.</summary>
    public static async Task<int> Run(As4Responses responses, int count, int seed)
    {
        var random = new Random(seed);
        var (type, right) = await responses.Written(responses.MessageStatus("AP"));
        var received = 0;
        for (var i = 0; i < count; i++)
        {
            var changed = right.ToList();
            for (var change = random.Next(1, 4); change > 0; change--)
                Change(changed, random);
            var reply = await responses.Give((type, [.. changed]));
            if (FakeAccessPoint.Text(reply.Envelope).Contains("<eb:Receipt>", StringComparison.Ordinal))
                received++;
        }
        foreach (var noted in responses.Noted)
            noted.ShouldBe(
                new(
                    "client",
                    As4House.Key,
                    StatusMeaning.Delivered,
                    "Access point PNO000002 answers by a Message Level Status: AP, So it is."
                )
            );
        return received;
    }

    private static void Change(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        var length = Math.Min(random.Next(1, 200), bytes.Count - at);
        switch (random.Next(5))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                break;
            case 3:
                bytes.InsertRange(at, FakeAccessPoint.Bytes(s_words[random.Next(s_words.Length)]));
                break;
            default:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
        }
        if (bytes.Count == 0)
            bytes.Add(0);
    }
}
