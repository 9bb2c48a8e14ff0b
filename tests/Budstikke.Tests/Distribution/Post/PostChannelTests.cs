using System.Security.Cryptography;
using System.Text.Json;
using Budstikke.Distribution;
using Budstikke.Distribution.Post;
using Budstikke.Jobs;

namespace Budstikke.Tests.Distribution.Post;

/// <summary>The print folder: a letter is whole or not there, and a repeat is the same letter.</summary>
public sealed class PostChannelTests : IDisposable
{
    private const string Key = "INV1-post-0";
    private readonly string _path = Directory.CreateTempSubdirectory("budstikke-post-").FullName;

    private static readonly Dispatch s_letter = Dispatches.To("Kari Nordmann, Luramyrveien 65, 4313 Sandnes", key: Key);

    public void Dispose()
    {
        if (Directory.Exists(_path))
            Directory.Delete(_path, recursive: true);
    }

    [Fact]
    public async Task A_letter_is_a_PDF_and_a_manifest_and_nothing_else()
    {
        var outcome = await Send(s_letter);

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Dispatches.Pdf));
        outcome.ShouldBe(
            new Accepted(
                $"{Key}.pdf ({Dispatches.Pdf.Length} bytes, sha256 {sha256}) is in the print folder.\n"
                    + File.ReadAllText(PathOf($"{Key}.json")).TrimEnd()
            )
        );
        Names().ShouldBe([$"{Key}.json", $"{Key}.pdf"]);
        File.ReadAllBytes(PathOf($"{Key}.pdf")).ShouldBe(Dispatches.Pdf);
        File.ReadAllText(PathOf($"{Key}.json"))
            .ShouldBe(
                $$"""
                {
                  "key": "{{Key}}",
                  "file": "{{Key}}.pdf",
                  "sha256": "{{sha256}}",
                  "bytes": {{Dispatches.Pdf.Length}},
                  "document": "invoice",
                  "number": "10001",
                  "issueDate": "2026-11-24",
                  "seller": "Blåbær & Co. AS",
                  "addressLines": [
                    "Kari Nordmann",
                    "Luramyrveien 65",
                    "4313 SANDNES"
                  ],
                  "country": "NO",
                  "language": "no",
                  "printing": {
                    "paper": "A4",
                    "duplex": true,
                    "colour": false,
                    "envelope": "C5, window left"
                  }
                }

                """
            );
    }

    [Fact]
    public async Task A_repeat_finds_the_letter_there_and_changes_nothing()
    {
        await Send(s_letter);
        var before = Contents();
        var written = File.GetLastWriteTimeUtc(PathOf($"{Key}.json"));

        var outcome = await Send(s_letter with { IsUnconfirmed = true, EarlierAttempts = 1 });

        outcome.ShouldBeOfType<Accepted>().Evidence.ShouldContain(" was already there.\n");
        Contents().ShouldBe(before);
        File.GetLastWriteTimeUtc(PathOf($"{Key}.json")).ShouldBe(written);
    }

    [Fact]
    public async Task A_letter_that_was_cut_short_before_its_manifest_is_written_again_the_same()
    {
        await Send(s_letter);
        var before = Contents();
        File.Delete(PathOf($"{Key}.json"));
        File.WriteAllBytes(PathOf($"{Key}.pdf"), [1, 2, 3]);

        (await Send(s_letter)).ShouldBeOfType<Accepted>().Evidence.ShouldContain(" is in the print folder.\n");

        Contents().ShouldBe(before);
    }

    [Fact]
    public async Task Twenty_senders_of_one_letter_leave_one_letter()
    {
        var channel = Channel();
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => channel.Send(s_letter, default)))
        );

        outcomes.ShouldAllBe(outcome => outcome is Accepted);
        Names().ShouldBe([$"{Key}.json", $"{Key}.pdf"]);
        File.ReadAllBytes(PathOf($"{Key}.pdf")).ShouldBe(Dispatches.Pdf);
    }

    [Fact]
    public async Task Another_letter_under_the_same_name_is_never_overwritten()
    {
        await Send(s_letter);
        var before = Contents();

        var outcome = await Send(s_letter with { ReadPdf = _ => Task.FromResult<byte[]>([9]) });

        outcome.ShouldBeOfType<Deferred>().Evidence.ShouldContain("another letter under the name INV1-post-0.json");
        Contents().ShouldBe(before);
    }

    [Fact]
    public async Task An_address_that_cannot_be_printed_is_refused_and_nothing_is_written()
    {
        var outcome = await Send(s_letter with { Invoice = Dispatches.Invoice with { PostCode = "43" } });

        outcome.ShouldBe(new Refused("A postcode in NO has 4 digits; this one is \"43\".", ByData: true));
        Names().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_that_has_gone_makes_the_letter_wait()
    {
        var channel = Channel();
        Directory.Delete(_path);

        var outcome = await channel.Send(s_letter, default);

        outcome.ShouldBeOfType<Deferred>().Evidence.ShouldStartWith("The print folder cannot be written to: ");
        Directory.Exists(_path).ShouldBeFalse("a share that is not mounted must not be made up");
    }

    [Fact]
    public async Task A_failed_write_leaves_no_trace()
    {
        // A folder in the place of the PDF: the rename fails, as it would on a broken disk.
        Directory.CreateDirectory(PathOf($"{Key}.pdf"));

        (await Send(s_letter))
            .ShouldBeOfType<Deferred>()
            .Evidence.ShouldStartWith("The print folder cannot be written to: ");

        Names().ShouldBe([$"{Key}.pdf"]);
    }

    [Fact]
    public async Task A_credit_note_says_so()
    {
        await Send(s_letter with { Invoice = Dispatches.Invoice with { IsCreditNote = true } });

        using var manifest = JsonDocument.Parse(File.ReadAllBytes(PathOf($"{Key}.json")));
        manifest.RootElement.GetProperty("document").GetString().ShouldBe("creditNote");
    }

    [Fact]
    public async Task A_key_cannot_leave_the_folder() =>
        await Should.ThrowAsync<ArgumentException>(() => Send(s_letter with { Key = "../x" }));

    [Fact]
    public void A_setting_that_cannot_be_a_folder_is_refused_by_name()
    {
        File.WriteAllText(PathOf("file"), "");

        PrintFolder
            .Open(PathOf("file"))
            .Reason.ShouldNotBeNull()
            .ShouldStartWith("Post__Folder must be a folder that we can write to: ");
        PrintFolder.Open(" ").Reason.ShouldBe("Post__Folder must name a folder.");
    }

    [Fact]
    public void A_missing_folder_is_made_and_left_empty()
    {
        var path = PathOf("new");

        PrintFolder.Open(path).Folder.ShouldNotBeNull();

        Directory.GetFileSystemEntries(path).ShouldBeEmpty();
    }

    private PostChannel Channel() => new(PrintFolder.Open(_path).Folder.ShouldNotBeNull());

    private Task<Outcome> Send(Dispatch letter) => Channel().Send(letter, default);

    private string PathOf(string name) => Path.Combine(_path, name);

    private string[] Names() =>
        [
            .. Directory
                .GetFileSystemEntries(_path)
                .Select(path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal),
        ];

    private string[] Contents() => [.. Names().Select(name => Convert.ToHexString(File.ReadAllBytes(PathOf(name))))];
}
