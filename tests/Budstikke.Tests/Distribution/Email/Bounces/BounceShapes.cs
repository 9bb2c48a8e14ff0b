using System.Text;
using Budstikke.Distribution.Email.Bounces;
using Budstikke.Support;

namespace Budstikke.Tests.Distribution.Email.Bounces;

/// <summary>
/// Mails to a bounce address as the common servers write them. They stand in the folder <c>Shapes</c>, each behind a
/// line that says what it is, which section of an RFC or page of documentation it follows, and what it must be read as.
/// </summary>
internal sealed record BounceShape(string Name, string Source, string Expected, string Mark, byte[] Mail)
{
    public const string Key = "inv42-email";
    private const string Begin = "%%% ";

    public static BounceKey Secret { get; } =
        new([.. Enumerable.Range(0, BounceKey.KeyBytes).Select(i => (byte)i)], DateTimeOffset.UnixEpoch);

    public static string Verp { get; } = $"{LocalPart}@mail.example";

    /// <summary>Each by its name.</summary>
    public static IReadOnlyDictionary<string, BounceShape> All { get; } =
        Read().ToDictionary(shape => shape.Name, StringComparer.Ordinal);

    /// <summary>How it names the dispatch: with its check, without one, with a wrong one, or only in the
    /// envelope.</summary>
    public bool IsBare => Mark == "bare";

    public bool IsForged => Mark == "forged";

    public IReadOnlyList<string> Envelope => Mark == "envelope" ? [Verp] : [];

    public BounceReport Report() => BounceReader.Read(Mail, Envelope);

    private static string LocalPart => $"invoice+{Key}-{Secret.CheckOf(Key)}";

    private static string Returned =>
        $"""
            Return-Path: <{Verp}>
            Received: from mail.example (mail.example [192.0.2.10]) by mx.example.no with ESMTPS id 77
             for <kari@example.no>; Mon, 23 Nov 2026 10:00:01 +0100
            Date: Mon, 23 Nov 2026 10:00:00 +0100
            From: =?utf-8?q?Fris=C3=B8r_AS?= <invoice@mail.example>
            To: Kari Nordmann <kari@example.no>
            Subject: Invoice 10001
            Message-ID: <{Key}@mail.example>
            """;

    private static IEnumerable<BounceShape> Read() =>
        from file in Directory
            .EnumerateFiles(
                RepositoryFolder.PathOf("tests", "Budstikke.Tests", "Distribution", "Email", "Bounces", "Shapes")
            )
            .Order(StringComparer.Ordinal)
        from shape in File.ReadAllText(file).ReplaceLineEndings("\n").Split(Begin).Skip(1)
        select Parse(shape);

    private static BounceShape Parse(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var head = text[..end].Split('|', StringSplitOptions.TrimEntries);
        var mail = text[(end + 1)..]
            .Replace("{returned}", Returned, StringComparison.Ordinal)
            .Replace("{verp}", Verp, StringComparison.Ordinal)
            .Replace("{VERP}", Verp.ToUpperInvariant(), StringComparison.Ordinal)
            .Replace("{verp-local}", LocalPart, StringComparison.Ordinal)
            .Replace("{check}", Secret.CheckOf(Key), StringComparison.Ordinal)
            .Replace("{key}", Key, StringComparison.Ordinal);
        return new(head[0], head[1], head[2], head.ElementAtOrDefault(3) ?? "", Encoding.UTF8.GetBytes(mail));
    }
}
