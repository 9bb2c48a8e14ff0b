using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Budstikke.Distribution;
using Budstikke.Documents.Pdf;
using Budstikke.Invoicing;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Peppol.As4;
using Budstikke.Storage;

namespace Budstikke.Timeline;

/// <summary>One file of a bundle.</summary>
internal sealed record EvidenceFile(string Name, byte[] Content)
{
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Content));
}

/// <summary>A document of the order with its dispatches, and what was tried of each.</summary>
internal sealed record SentDocument(
    InvoiceRow Row,
    IReadOnlyList<EvidenceFile> Files,
    IReadOnlyList<(DispatchRow Dispatch, IReadOnlyList<AttemptRow> Attempts)> Dispatches
);

/// <summary>
/// What can be shown of one order to somebody who doubts it: its documents with their hashes, every dispatch and try
/// with the other side's own words, the times, and a page that is read without a computer. It says nothing of another
/// order, and a personal number stands nowhere in it.
/// </summary>
internal sealed class EvidenceBundle(
    Database database,
    OrderStore orders,
    InvoiceStore invoices,
    DispatchStore dispatches,
    As4Evidence peppol
)
{
    private const int MaxDocuments = 200;

    /// <summary>The ZIP; null where there is no such order. The same evidence gives the same bytes.</summary>
    public async Task<byte[]?> Of(string clientId, string orderId, CancellationToken cancel)
    {
        if (await orders.Find(clientId, orderId) is not { } order)
            return null;
        var documents = new List<SentDocument>();
        foreach (var row in (await invoices.OfOrder(clientId, orderId)).Take(MaxDocuments))
        {
            cancel.ThrowIfCancellationRequested();
            documents.Add(new(row, await FilesOf(row), await DispatchesOf(row)));
        }
        var facts = await database.Read(session => FactRow.Of(session, clientId, orderId), cancel);
        List<EvidenceFile> files =
        [
            .. documents.SelectMany(document => document.Files),
            .. documents.SelectMany(document => document.Dispatches).Select(one => Tries(one.Dispatch, one.Attempts)),
            .. await Pieces(documents),
            new("timeline.txt", Text([.. facts.Select(Line)])),
        ];
        var summary = ReportPdf.Render(EvidencePage.Of(order, documents, facts, files)).ToArray();
        return Zip([new("summary.pdf", summary), .. files], Newest(order, facts));
    }

    private async Task<IReadOnlyList<EvidenceFile>> FilesOf(InvoiceRow row)
    {
        var files = new List<EvidenceFile>();
        foreach (var (format, ending) in new[] { (RenderInvoice.Pdf, "pdf"), (RenderInvoice.Ubl, "xml") })
            if (await invoices.Document(row.ClientId, row.InvoiceId, format) is { } content)
                files.Add(new($"{row.Kind}-{row.Number}.{ending}", content));
        return files;
    }

    private async Task<IReadOnlyList<(DispatchRow, IReadOnlyList<AttemptRow>)>> DispatchesOf(InvoiceRow row)
    {
        var all = new List<(DispatchRow, IReadOnlyList<AttemptRow>)>();
        foreach (var dispatch in await dispatches.OfAllSendings(row.InvoiceId))
            all.Add((dispatch, await dispatches.Attempts(dispatch.DispatchKey)));
        return all;
    }

    /// <summary>What went to access points and came from them, byte by byte: their signatures hold for
    /// nothing else.</summary>
    private async Task<IReadOnlyList<EvidenceFile>> Pieces(IReadOnlyList<SentDocument> documents)
    {
        var files = new List<EvidenceFile>();
        foreach (var key in documents.SelectMany(one => one.Dispatches).Select(one => one.Dispatch.DispatchKey))
        foreach (var piece in await peppol.Of(key))
            files.Add(new($"dispatches/{key}/{piece.Name}", piece.Content));
        return files;
    }

    private static EvidenceFile Tries(DispatchRow dispatch, IReadOnlyList<AttemptRow> attempts) =>
        new(
            $"dispatches/{dispatch.DispatchKey}.txt",
            Text([
                $"{dispatch.Channel}: {EvidencePage.StateOf(dispatch)}",
                $"Planned {Moments.Text(dispatch.PlannedAt)}",
                .. dispatch.Reason is null ? [] : new[] { $"Reason: {dispatch.Reason}" },
                .. dispatch.Doubt is null ? [] : new[] { $"Doubt: {dispatch.Doubt}" },
                .. dispatch.DeliveredAt is { } at ? new[] { $"Reported as delivered {Moments.Text(at)}" } : [],
                .. attempts.Select(attempt =>
                    $"\nTry {attempt.Attempt.ToString(CultureInfo.InvariantCulture)}, {Moments.Text(attempt.StartedAt)}"
                    + $" to {Moments.Text(attempt.EndedAt)}: {attempt.Outcome}\n{attempt.Evidence}"
                ),
            ])
        );

    public static string Line(FactRow fact) =>
        $"{Moments.Text(fact.At)} {fact.Kind}: {FactWords.Of(fact.Kind, fact.Content).Sentence}";

    /// <summary>The other side's words may hold anything.</summary>
    private static byte[] Text(IReadOnlyList<string> lines) =>
        Encoding.UTF8.GetBytes(MaskedText.Of(string.Join('\n', lines)) + '\n');

    private static DateTimeOffset Newest(OrderRow order, IReadOnlyList<FactRow> facts) =>
        DateTimeOffset.FromUnixTimeMilliseconds(facts.Count == 0 ? order.AcceptedAt : facts[^1].At);

    private static byte[] Zip(IReadOnlyList<EvidenceFile> files, DateTimeOffset at)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var file in files)
            {
                var entry = zip.CreateEntry(file.Name);
                entry.LastWriteTime = at;
                using var stream = entry.Open();
                stream.Write(file.Content);
            }
        return bytes.ToArray();
    }
}
