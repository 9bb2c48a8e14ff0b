using System.IO.Compression;
using System.Net;
using System.Text;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Support;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Stories;

/// <summary>What can be shown of an order to somebody who doubts it.</summary>
public sealed class EvidenceStories
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_bundle_has_the_documents_as_issued_and_every_answer_that_was_given(Store store)
    {
        await using var app = await BudstikkeApp.Start(store);
        app.EInvoice.Answer = new Refused("No agreement: the bank said so.");
        var order = await app.Submit(Samples.ToPerson, Samples.PersonalNumber);
        await app.RunJobs();
        await Refunds.Ask(app, order, 20);
        await app.RunJobs();

        var files = Files(await Get(app, order));

        files.Keys.ShouldContain("summary.pdf");
        files["invoice-10001.pdf"].ShouldBe(await Issued(app, order, "pdf"));
        files["invoice-10001.xml"].ShouldBe(await Issued(app, order, "xml"));
        files.Keys.ShouldContain("creditNote-10002.pdf");
        var tries = files.Where(file => file.Key.StartsWith("dispatches/", StringComparison.Ordinal)).ToList();
        tries.Count.ShouldBeGreaterThanOrEqualTo(3);
        tries.ShouldContain(file => Encoding.UTF8.GetString(file.Value).Contains("the bank said so"));
        Encoding.UTF8.GetString(files["timeline.txt"]).ShouldContain("CreditNoteIssued");
        files.Values.ShouldAllBe(file => !Encoding.UTF8.GetString(file).Contains(Samples.PersonalNumber));
        (await Get(app, order)).ShouldBe(await Get(app, order));
    }

    [NeedsPoppler]
    public async Task The_page_names_each_file_with_its_hash_and_what_happened()
    {
        await using var app = await BudstikkeApp.Start();
        var order = await app.Submit(Samples.ToPerson, Samples.PersonalNumber);
        await app.RunJobs();
        var files = Files(await Get(app, order));

        var file = Path.Combine(app.Folder, "summary.pdf");
        await File.WriteAllBytesAsync(file, files["summary.pdf"]);
        var text = Tool.Run("pdftotext", "-layout", "-enc", "UTF-8", file, "-").Output;

        text.ShouldContain($"What became of order {order}");
        text.ShouldContain("Invoice 10001");
        text.ShouldContain(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(files["invoice-10001.pdf"]))
        );
        text.ShouldNotContain(Samples.PersonalNumber);
    }

    [Fact]
    public async Task A_collective_invoice_s_bundle_says_nothing_of_what_happened_to_the_other_orders()
    {
        await using var app = await BudstikkeApp.Start();
        var held = Samples.ToPerson with { Interval = InvoiceInterval.Daily, SeparateInvoices = false };
        var (one, other) = (await app.Submit(held), await app.Submit(held));
        await app.Wait(TimeSpan.FromDays(2));
        (await app.InvoiceOf(one)).InvoiceId.ShouldBe((await app.InvoiceOf(other)).InvoiceId);

        var files = Files(await Get(app, one));

        files
            .Where(file => file.Key.EndsWith(".txt", StringComparison.Ordinal))
            .ShouldAllBe(file => !Encoding.UTF8.GetString(file.Value).Contains(other));
    }

    [Fact]
    public async Task Another_client_s_order_is_as_unknown_as_one_that_there_is_not()
    {
        await using var app = await BudstikkeApp.Start();
        var other = await app.CallerOf((await app.AddClient(BudstikkeApp.SampleClient)).ClientId);
        var order = await app.Submit(Samples.ToPerson, caller: other);
        using var http = await app.Http();

        foreach (var id in new[] { order, "ODR0000000000" })
        {
            using var answer = await http.GetAsync($"/api/v1/orders/{id}/evidence.zip");
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    private static async Task<byte[]> Get(BudstikkeApp app, string order)
    {
        using var http = await app.Http();
        using var answer = await http.GetAsync($"/api/v1/orders/{order}/evidence.zip");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task<byte[]> Issued(BudstikkeApp app, string order, string format)
    {
        using var http = await app.Http();
        return await http.GetByteArrayAsync($"/api/v1/orders/{order}/invoice.{format}");
    }

    private static Dictionary<string, byte[]> Files(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return archive.Entries.ToDictionary(
            entry => entry.FullName,
            entry =>
            {
                using var stream = entry.Open();
                using var bytes = new MemoryStream();
                stream.CopyTo(bytes);
                return bytes.ToArray();
            }
        );
    }
}
