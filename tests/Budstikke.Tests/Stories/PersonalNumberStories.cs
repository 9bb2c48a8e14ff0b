using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Support;
using Budstikke.Tests.Callbacks;
using Budstikke.Tests.Mail;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Stories;

/// <summary>A person's number comes in with the order and goes out to the e-invoice channel alone.</summary>
public sealed partial class PersonalNumberStories
{
    private const string Calls = "/api/v1/connect/orders";

    [Theory, OnSqlite, OnPostgres]
    public async Task A_personal_number_stands_in_no_log_database_URL_document_mail_print_job_or_answer(Store store)
    {
        await using var receiver = await Receiver.Start();
        await using var mails = FakeSmtpServer.Polite((_, said) => said.Contains("<gone@") ? "550 5.1.1 no\r\n" : null);
        var print = Directory.CreateTempSubdirectory("budstikke-print-");
        await using var app = await BudstikkeApp.Start(store, settings: SettingsOf(mails, print.FullName));
        var log = HeardLog.Of(app);
        using var http = await app.Http();
        var answers = new List<string>();

        // To the bank, to a mailbox, to the printer, and to nobody.
        foreach (var (email, postCode, isRefused) in s_customers)
        {
            app.EInvoice.Answer = isRefused ? new Refused("no agreement") : new Accepted("taken");
            answers.Add(await Send(http, email, postCode, receiver.Url("/cb?shop=7")));
            await app.RunJobs();
            answers.AddRange(await Reads(http, answers[^1]));
        }

        app.EInvoice.Sent.Count.ShouldBe(s_customers.Length);
        receiver.Urls.Count.ShouldBe(s_customers.Length);
        app.ServiceMails.Sent.ShouldNotBeEmpty();
        var messages = mails.Sessions.SelectMany(session => session.Messages).ToList();
        messages.ShouldNotBeEmpty();
        var printed = print.GetFiles("*", SearchOption.AllDirectories);
        printed.ShouldNotBeEmpty();
        var seen = new List<string>
        {
            string.Join('\n', log.Lines.Select(line => line.Text)),
            string.Join('\n', answers),
            string.Join('\n', receiver.Urls),
            string.Join('\n', app.ServiceMails.Sent.Select(mail => $"{mail.Subject} {mail.Text}")),
            string.Join('\n', messages.Select(Opened)),
            string.Join('\n', printed.Select(file => $"{file.FullName} {Text(File.ReadAllBytes(file.FullName))}")),
            await Stored(app),
        };
        seen.AddRange(Directory.GetFiles(app.Folder).Select(file => Text(ReadShared(file))));

        // Where there is nothing to see, nothing would be found either.
        seen.ShouldAllBe(text => text.Length > 0);
        seen.ShouldAllBe(text => !text.Contains(Samples.PersonalNumber));
        print.Delete(recursive: true);
    }

    [NeedsPoppler]
    public async Task A_personal_number_stands_in_no_PDF()
    {
        await using var app = await BudstikkeApp.Start();

        var order = await app.Submit(Samples.ToPerson, Samples.PersonalNumber);
        await app.RunJobs();

        var file = Path.Combine(app.Folder, "invoice.pdf");
        await File.WriteAllBytesAsync(file, await app.Document(order, "pdf"));
        var (_, text) = Tool.Run("pdftotext", file, "-");
        text.ShouldContain("Kari Nordmann");
        text.ShouldNotContain(Samples.PersonalNumber);
    }

    private static readonly (string Email, string PostCode, bool IsRefused)[] s_customers =
    [
        ("kari@customer.example", "4313", false),
        ("kari@customer.example", "4313", true),
        ("gone@customer.example", "4313", true),
        ("gone@customer.example", "none", true),
    ];

    private static Dictionary<string, string?> SettingsOf(FakeSmtpServer mails, string print) =>
        new()
        {
            ["Logging:LogLevel:Default"] = "Trace",
            ["Callbacks:AllowPrivateAddresses"] = "true",
            ["Callbacks:Ports"] = "*",
            ["Email:Smtp"] = $"smtp://127.0.0.1:{mails.Address().Port}?tls=none",
            ["Email:From"] = "invoice@seller.example",
            ["Post:Folder"] = print,
        };

    private static async Task<string> Send(HttpClient http, string email, string postCode, string callbackUrl)
    {
        var body = JsonNode.Parse(PublishedOrder.Json)!;
        var customer = body["customerDetails"]!;
        customer["personalNumber"] = Samples.PersonalNumber;
        customer["email"] = email;
        customer["address"]!["zip"] = postCode;
        body["callback"]!["callbackUrl"] = callbackUrl;
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"{Calls}/invoice/create", UriKind.Relative), content);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>What a client may ask of the order and its customer.</summary>
    private static async Task<IReadOnlyList<string>> Reads(HttpClient http, string created)
    {
        var ids = JsonNode.Parse(created)!["data"]!;
        var texts = new List<string>();
        foreach (
            var path in new[]
            {
                $"{Calls}/details/{ids["uuid"]}",
                $"/api/v1/connect/customers/details/{ids["customerUuid"]}",
                $"/api/v1/orders/{ids["uuid"]}/timeline",
                $"/api/v1/orders/{ids["uuid"]}/invoice.xml",
            }
        )
            texts.Add(await http.GetStringAsync(new Uri(path, UriKind.Relative)));
        return texts;
    }

    /// <summary>Every value of every table.</summary>
    private static Task<string> Stored(BudstikkeApp app) =>
        app.Database.Read(async session =>
        {
            var all = new StringBuilder();
            foreach (var table in StoreTables.Known)
            foreach (var row in await session.Query<dynamic>($"SELECT * FROM {table.Table.Name}"))
            foreach (var (name, value) in (IDictionary<string, object?>)row)
                all.Append(name).Append(' ').Append(value is byte[] bytes ? Text(bytes) : value).Append('\n');
            return all.ToString();
        });

    /// <summary>A message with its parts decoded, as far as text can hide in them.</summary>
    private static string Opened(byte[] message)
    {
        var text = Text(message);
        var plain = text.Replace("=\r\n", "", StringComparison.Ordinal);
        var encoded = Base64().Matches(text).Select(block => Text(Convert.FromBase64String(block.Value)));
        return string.Join('\n', [plain, .. encoded]);
    }

    /// <summary>Each byte a character, so that ASCII is found in anything.</summary>
    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    [GeneratedRegex(@"(?:[A-Za-z0-9+/]{76}\r\n)+[A-Za-z0-9+/]+={0,2}")]
    private static partial Regex Base64();
}
