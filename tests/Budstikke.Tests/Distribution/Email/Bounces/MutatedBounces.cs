using System.Text;
using Budstikke.Distribution.Email.Bounces;

namespace Budstikke.Tests.Distribution.Email.Bounces;

/// <summary>The shapes, damaged by chance and by what a forger would put in.</summary>
internal static class MutatedBounces
{
    private static readonly string[] s_words =
    [
        "\n\n",
        "\n--b1\n",
        "Content-Type: message/rfc822\n\n",
        "Content-Transfer-Encoding: base64\n",
        "Action: delivered\n",
        "Status: 5.1.1\n",
        "Final-Recipient: rfc822;",
        "=?utf-8?B?4pyT?=",
        "invoice+inv43-email-abcdefg@mail.example",
        "<inv43-email@mail.example>",
        "\0",
        "((((",
        "\"",
        "From MAILER-DAEMON\n",
    ];

    /// <summary>How many still named the dispatch that they are about. None may prove another one.</summary>
    public static int Run(int count, int seed)
    {
        var random = new Random(seed);
        BounceShape[] shapes = [.. BounceShape.All.Values.Where(shape => shape is { IsForged: false, IsBare: false })];
        var named = 0;
        for (var i = 0; i < count; i++)
        {
            var shape = shapes[random.Next(shapes.Length)];
            var changed = shape.Mail.ToList();
            for (var change = random.Next(1, 6); change > 0; change--)
                Change(changed, random);
            var read = BounceReader.Read(changed.ToArray(), shape.Envelope);
            string[] proven = [.. read.Names.Where(BounceShape.Secret.Proves).Select(one => one.Key).Distinct()];
            proven.ShouldBeSubsetOf([BounceShape.Key], shape.Name);
            named += proven.Length;
        }
        return named;
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
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(s_words[random.Next(s_words.Length)]));
                break;
            default:
                bytes.RemoveRange(bytes.Count - (length / 4), length / 4);
                break;
        }
        if (bytes.Count == 0)
            bytes.Add(0);
    }
}
