using System.Net;
using System.Text;

namespace Budstikke.Support;

/// <summary>A rule that a document breaks, or "XSD" for its schema.</summary>
internal sealed record FiredRule(string Set, string Id, string Flag, string Location, string Text)
{
    public bool IsFatal => Flag != "warning";

    public override string ToString() => $"{Id} ({Flag}) at {Location}: {Text}";
}

/// <summary>
/// The official check of documents: the schema first (the rules abort on malformed values), then EN 16931 and Peppol,
/// asked of a server that is started once in a test run.
/// </summary>
internal static class PeppolRules
{
    private const string EnSet = "CEN-EN16931-UBL";
    private const string Engine = "ENGINE";
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Task<Uri>> Server = new(Start);
    private static readonly HttpClient Http = new() { Timeout = AnswerTimeout };

    private static async Task<Uri> Start()
    {
        var port = await ChildServer.Start(port => [PeppolFolder.PathOf("validate"), "--serve", $"{port}"]);
        return new($"http://127.0.0.1:{port}/validate");
    }

    /// <summary>What a document for the Peppol network breaks.</summary>
    public static async Task<IReadOnlyList<FiredRule>> Check(ReadOnlyMemory<byte> document)
    {
        var broken = UblSchemas.Check(document);
        return broken.Count > 0 ? broken : await Ask(document);
    }

    /// <summary>The rules alone, of a document whose schema has been asked.</summary>
    public static Task<IReadOnlyList<FiredRule>> CheckRules(ReadOnlyMemory<byte> document) => Ask(document);

    /// <summary>What a document breaks that never travels over Peppol: the schema and EN 16931 alone.</summary>
    public static async Task<IReadOnlyList<FiredRule>> CheckEn16931(ReadOnlyMemory<byte> document) =>
        [.. (await Check(document)).Where(rule => rule.Set != "PEPPOL-EN16931-UBL")];

    /// <summary>Neither a fatal rule nor a warning, save those named.</summary>
    public static async Task ShouldAccept(ReadOnlyMemory<byte> document, params string[] saving) =>
        AssertNone(await Check(document), document, saving);

    /// <inheritdoc cref="ShouldAccept"/>
    public static async Task ShouldAcceptAsEn16931(ReadOnlyMemory<byte> document, params string[] saving) =>
        AssertNone(await CheckEn16931(document), document, saving);

    private static void AssertNone(IReadOnlyList<FiredRule> fired, ReadOnlyMemory<byte> document, string[] saving)
    {
        var left = fired.Where(rule => !saving.Contains(rule.Id)).ToList();
        left.ShouldBeEmpty($"{string.Join('\n', left)}\n{Encoding.UTF8.GetString(document.Span)}");
    }

    /// <summary>
    /// The engine's XML parser trips over a character outside the basic plane that lies across the end of its buffer,
    /// though the schema's parser has just read the document: white space moves it.
    /// </summary>
    private static async Task<IReadOnlyList<FiredRule>> Ask(ReadOnlyMemory<byte> document)
    {
        var fired = await AskOnce(document);
        if (fired is not [{ Id: Engine, Text: var text }] || !text.Contains("UTF-8 sequence", StringComparison.Ordinal))
            return fired;
        var root = document.Span.IndexOf("?>"u8) + 2;
        return await AskOnce((byte[])[.. document.Span[..root], (byte)'\n', .. document.Span[root..]]);
    }

    private static async Task<IReadOnlyList<FiredRule>> AskOnce(ReadOnlyMemory<byte> document)
    {
        using var content = new ReadOnlyMemoryContent(document);
        using var answer = await Http.PostAsync(await Server.Value, content);
        var text = await answer.Content.ReadAsStringAsync();
        // 422: the rules' engine gave up on a value, so that it is not known what else they would say.
        return answer.StatusCode == HttpStatusCode.OK
            ? [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read)]
            : [new(EnSet, Engine, "fatal", "/", $"{(int)answer.StatusCode} {text}")];
    }

    private static FiredRule Read(string line)
    {
        var fields = line.Split('\t');
        return new(fields[0], fields[1], fields[2], fields[3], fields[4]);
    }
}
