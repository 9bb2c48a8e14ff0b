using System.Globalization;
using System.Security.Cryptography;
using Budstikke.Jobs;

namespace Budstikke.Distribution.Post;

/// <summary>
/// A letter as two files in the folder that the printer empties: the PDF first, its manifest last, each whole or
/// absent. The names are the dispatch's key, so that a repeat meets what is there already.
/// </summary>
internal sealed class PostChannel(PrintFolder folder) : IChannel
{
    public Channel Channel => PostDescription.Channel;

    public async Task<Outcome> Send(Dispatch dispatch, CancellationToken cancel)
    {
        var (lines, reason) = PrintableAddress.Check(dispatch.Invoice);
        if (reason is not null)
            return new Refused(reason, ByData: true);
        var pdf = await dispatch.ReadPdf(cancel);
        var manifest = ManifestOf(dispatch, lines, pdf);
        try
        {
            return await Put(manifest, pdf, cancel);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Deferred($"The print folder cannot be written to: {error.Message}")
            {
                Away = $"The print folder cannot be written to: {error.GetType().Name}",
            };
        }
    }

    private async Task<Outcome> Put(LetterManifest manifest, byte[] pdf, CancellationToken cancel)
    {
        var name = $"{manifest.Key}.json";
        if (await folder.Read(name, cancel) is { } present)
            return LetterManifest.Read(present)?.Sha256 == manifest.Sha256
                ? new Accepted($"{Described(manifest)} was already there.\n{manifest.ToText()}")
                : new Deferred(
                    $"The print folder has another letter under the name {name}: does another installation use "
                        + "the same folder?"
                );
        await folder.Write(manifest.File, pdf, cancel);
        await folder.Write(name, manifest.ToJson(), cancel);
        return new Accepted($"{Described(manifest)} is in the print folder.\n{manifest.ToText()}");
    }

    private static string Described(LetterManifest manifest) =>
        $"{manifest.File} ({manifest.Bytes.ToString(CultureInfo.InvariantCulture)} bytes, sha256 {manifest.Sha256})";

    private static LetterManifest ManifestOf(Dispatch dispatch, IReadOnlyList<string> lines, byte[] pdf) =>
        new()
        {
            Key = dispatch.Key,
            File = $"{dispatch.Key}.pdf",
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(pdf)),
            Bytes = pdf.Length,
            Document = dispatch.Invoice.IsCreditNote ? "creditNote" : "invoice",
            Number = dispatch.Invoice.Number,
            IssueDate = dispatch.Invoice.IssueDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Seller = dispatch.Invoice.SellerName,
            AddressLines = lines,
            Country = dispatch.Invoice.Country,
            Language = dispatch.Invoice.Language,
        };
}
