using System.Text;
using Budstikke.Mail;
using FsCheck;
using FsCheck.Fluent;

namespace Budstikke.Tests.Mail;

public sealed class WrittenMailTests
{
    [NeedsPython]
    public async Task Another_reader_finds_what_was_written()
    {
        var message = Letters.Invoice() with { Html = "<p>Her er <b>fakturaen</b> på 1 250,00 kr.</p>" };

        var read = await PythonMailReader.Read(WrittenMail.BytesOf(message));

        read.Defects.ShouldBeEmpty();
        read.Subject.ShouldBe(message.Subject);
        read.From.ShouldHaveSingleItem().ShouldBe(["Blåbær & Co. AS", "faktura@budstikke.test"]);
        read.To.ShouldHaveSingleItem().ShouldBe(["Kari Nordmann", "kari@budstikke.test"]);
        read.ReplyTo.ShouldHaveSingleItem().ShouldBe(["", "post@blabaer.example"]);
        read.MessageId.ShouldBe("<dispatch-1@budstikke.test>");
        read.Date.ShouldBe(message.Date);
        read.Language.ShouldBe("nb");
        read.AutoSubmitted.ShouldBe("auto-generated");
        read.Text.ShouldNotBeNull().ReplaceLineEndings("\n").TrimEnd('\n').ShouldBe(message.Text.TrimEnd('\n'));
        read.Html.ShouldNotBeNull().TrimEnd().ShouldBe(message.Html);
        var pdf = read.Attachments.ShouldHaveSingleItem();
        (pdf.Name, pdf.Type).ShouldBe(("faktura-10001.pdf", "application/pdf"));
        pdf.Content.ShouldBe(Letters.Pdf);
    }

    [NeedsPython]
    public async Task Text_in_any_script_survives_in_every_place()
    {
        var texts = Gen.Sample(Texts, 150, 60).Distinct().ToArray();
        var written = texts.Select((text, i) => WrittenMail.BytesOf(LetterOf(text, $"{i}@budstikke.test"))).ToArray();
        foreach (var message in written)
            IsWellFormed(message).ShouldBeTrue(Encoding.UTF8.GetString(message));

        var read = await PythonMailReader.Read(written);

        for (var i = 0; i < texts.Length; i++)
        {
            var line = OneLine(texts[i]);
            read[i].Defects.ShouldBeEmpty(line);
            read[i].Subject.ShouldBe(line);
            read[i].To.ShouldHaveSingleItem().ShouldBe([line, "kari@budstikke.test"]);
            read[i]
                .Text.ShouldNotBeNull()
                .ReplaceLineEndings("\n")
                .TrimEnd('\n')
                .ShouldBe(texts[i].ReplaceLineEndings("\n").TrimEnd('\n'));
        }
    }

    [Theory]
    [InlineData("Hei\r\nBcc: ola@example.no")]
    [InlineData("Hei\nBcc: ola@example.no")]
    [InlineData("Hei\rBcc: ola@example.no")]
    [InlineData("Hei\u0085Bcc: ola@example.no")]
    [InlineData("Hei\u2028Bcc: ola@example.no")]
    [InlineData("Hei\r\n\r\nBcc: ola@example.no")]
    [InlineData("\0\u0001\u001b[31m")]
    [InlineData("=?utf-8?Q?=0D=0ABcc:_ola?=")]
    public void No_text_can_begin_a_header(string evil)
    {
        var message = Letters.Invoice();

        var written = WrittenMail.BytesOf(
            message with
            {
                Subject = evil,
                To = message.To with { DisplayName = evil },
                Attachments = [new(evil, "application/pdf", Letters.Pdf)],
            }
        );

        IsWellFormed(written).ShouldBeTrue();
        Lines(written).ShouldNotContain(line => line.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase));
        Lines(written).Count(line => line.StartsWith("Content-Disposition", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void What_is_no_identifier_or_type_is_refused()
    {
        var message = Letters.Invoice();

        foreach (
            var id in new[]
            {
                "",
                "a",
                "a@",
                "@b",
                "a@b@c",
                "a b@c",
                "a@b\r\nBcc: x",
                "å@b",
                "<a@b>",
                new string('a', 300) + "@b",
            }
        )
            Should.Throw<ArgumentException>(() => WrittenMail.BytesOf(message with { MessageId = id }), id);
        foreach (var language in new[] { "", "n b", "nb\r\nBcc: x", "no,sv" })
            Should.Throw<ArgumentException>(() => WrittenMail.BytesOf(message with { Language = language }), language);
        foreach (var type in new[] { "", "pdf", "application/pdf; x=y", "application/pdf\r\nX: y", "a/b/c", "/pdf" })
            Should.Throw<ArgumentException>(
                () => WrittenMail.BytesOf(message with { Attachments = [new("f", type, Letters.Pdf)] }),
                type
            );
    }

    [Fact]
    public void A_message_has_limits()
    {
        var message = Letters.Invoice();
        var many = Enumerable.Repeat(new MailAttachment("f", "a/b", new byte[1]), 21).ToArray();
        var big = new MailAttachment("f", "a/b", new byte[20 * 1024 * 1024]);

        Should.Throw<ArgumentException>(() => WrittenMail.BytesOf(message with { Attachments = many }));
        Should.Throw<ArgumentException>(() => WrittenMail.BytesOf(message with { Attachments = [big] }));
        IsWellFormed(WrittenMail.BytesOf(message with { Subject = new string('å', 100_000) })).ShouldBeTrue();
    }

    [Fact]
    public void The_same_message_gives_the_same_bytes() =>
        WrittenMail.BytesOf(Letters.Invoice()).ShouldBe(WrittenMail.BytesOf(Letters.Invoice()));

    [Fact]
    public void Lines_are_short_and_no_line_begins_with_a_dot_or_From()
    {
        var text = $"From here\n.\n..\n{new string('x', 5_000)}\n{new string('.', 200)}\nend with space \ntab\t\n=\n";

        foreach (var line in Lines(WrittenMail.BytesOf(Letters.Invoice() with { Text = text })))
        {
            // RFC 5322 § 2.1.1.
            line.Length.ShouldBeLessThanOrEqualTo(78, line);
            line.ShouldNotStartWith(".");
            line.ShouldNotStartWith("From ");
            line.ShouldNotEndWith(" ");
        }
    }

    [NeedsPython]
    public async Task A_file_name_keeps_its_letters_and_loses_its_folder()
    {
        var names = new Dictionary<string, string>
        {
            ["faktura.pdf"] = "faktura.pdf",
            ["blåbær.pdf"] = "blåbær.pdf",
            ["../../etc/passwd"] = "passwd",
            ["C:\\Temp\\faktura 1.pdf"] = "faktura 1.pdf",
            ["fak\"tu;ra\r\n.pdf"] = "fak_tu_ra .pdf",
            ["فاتورة 🧾.pdf"] = "فاتورة 🧾.pdf",
            [""] = "attachment",
            [".."] = "attachment",
            [string.Concat(Enumerable.Repeat("æøå", 30)) + ".pdf"] =
                string.Concat(Enumerable.Repeat("æøå", 30)) + ".pdf",
        };
        var written = names.Keys.Select(name =>
            Letters.Invoice() with
            {
                Attachments = [new(name, "application/pdf", Letters.Pdf)],
            }
        );

        var read = await PythonMailReader.Read([.. written.Select(WrittenMail.BytesOf)]);

        read.Select(message => message.Attachments.ShouldHaveSingleItem().Name).ShouldBe(names.Values);
        read.ShouldAllBe(message => message.Defects.Length == 0);
    }

    [Fact]
    public void A_reader_without_RFC_2231_gets_an_ASCII_file_name()
    {
        var message = Letters.Invoice() with
        {
            Attachments = [new("Faktura Blåbær.pdf", "application/pdf", Letters.Pdf)],
        };

        var lines = Lines(WrittenMail.BytesOf(message)).ToArray();

        lines.ShouldContain("Content-Type: application/pdf; name=\"Faktura Blabaer.pdf\"");
        lines.ShouldContain("\tfilename*=iso-8859-1''Faktura%20Bl%E5b%E6r.pdf");
    }

    [Fact]
    public void An_empty_message_is_a_message()
    {
        var message = Letters.Invoice() with
        {
            Subject = "",
            Text = "",
            Attachments = [],
            ReplyTo = null,
            Language = null,
        };

        IsWellFormed(WrittenMail.BytesOf(message)).ShouldBeTrue();
    }

    private static readonly Gen<string> Texts = Gen.OneOf(
            Gen.Elements(
                "a",
                "Z",
                "0",
                " ",
                "  ",
                ".",
                "=",
                "?",
                "=?",
                "?=",
                "_",
                "\"",
                "\\",
                "<",
                ">",
                ",",
                "\n",
                "\r\n",
                "\t"
            ),
            Gen.Elements("æ", "Ø", "å", "e\u0301", "中", "العربية", "🙂", "👩‍👩‍👧", "–", "\u00a0"),
            Gen.Elements("faktura", "ord for ord", "From me", new string('x', 80), "=?utf-8?Q?a?=")
        )
        .ListOf()
        .Select(parts => string.Concat(parts.Take(30)) + "x")
        .Where(text => text.Length < 400);

    private static MailMessage LetterOf(string text, string id) =>
        Letters.Invoice(messageId: id) with
        {
            Subject = text,
            Text = text,
            Attachments = [],
            To = new(Letters.Address("kari@budstikke.test"), text),
        };

    /// <summary>What becomes of white space in a header, said in another way than the writer's.</summary>
    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool IsWellFormed(byte[] message)
    {
        var text = Encoding.Latin1.GetString(message);
        return text.EndsWith("\r\n", StringComparison.Ordinal)
            && text.Replace("\r\n", "").All(c => c is >= ' ' and <= '~' or '\t')
            && text.Split("\r\n").All(line => line.Length <= 160 && (line.Length == 0 || line.Trim().Length > 0));
    }

    private static IEnumerable<string> Lines(byte[] message) => Encoding.Latin1.GetString(message).Split("\r\n");
}
