using System.Text;
using Budstikke.Distribution.Email.Bounces;

namespace Budstikke.Tests.Distribution.Email.Bounces;

public sealed class BounceReaderTests
{
    private const int Mutations = 3_000;
    private const int TwentyMegabytes = 20 * 1024 * 1024;

    public static TheoryData<string> Shapes => new(BounceShape.All.Keys);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Each_common_shape_says_what_became_of_the_mail(string name)
    {
        var shape = BounceShape.All[name];
        var read = shape.Report();
        var first = read.Recipients is [var one, ..] ? one : null;

        string.Join(
                ' ',
                first is null
                    ? [read.Kind.ToString()]
                    : [read.Kind.ToString(), first.Action.ToString(), first.Status ?? "-", first.Recipient ?? "-"]
            )
            .ShouldBe(shape.Expected);
        shape.Source.Length.ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Each_common_shape_names_its_dispatch_and_only_the_check_proves_it(string name)
    {
        var shape = BounceShape.All[name];
        var named = shape.Report().Names;

        if (shape.IsForged || shape.IsBare)
            named.ShouldNotContain(one => BounceShape.Secret.Proves(one));
        else
            named[0].ShouldBe(new(BounceShape.Key, BounceShape.Secret.CheckOf(BounceShape.Key)));
        if (shape.IsBare)
            named.ShouldContain(new NamedDispatch(BounceShape.Key, null));
    }

    [Fact]
    public void There_are_at_least_fifty_shapes() => BounceShape.All.Count.ShouldBeGreaterThanOrEqualTo(50);

    [Fact]
    public void The_lines_of_mail_may_end_as_they_do_on_the_wire()
    {
        foreach (var shape in BounceShape.All.Values)
        {
            var wire = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(shape.Mail).ReplaceLineEndings("\r\n"));
            var read = BounceReader.Read(wire, shape.Envelope);

            read.Kind.ShouldBe(shape.Report().Kind, shape.Name);
            read.Names.ShouldBe(shape.Report().Names, shape.Name);
            read.Recipients.Select(one => (one.Action, one.Recipient, one.Status))
                .ShouldBe(shape.Report().Recipients.Select(one => (one.Action, one.Recipient, one.Status)), shape.Name);
        }
    }

    [Fact]
    public void A_report_that_returns_20_megabytes_of_ours_is_read_by_its_beginning()
    {
        var shape = BounceShape.All["Postfix: unknown user"];
        var whole = Encoding.UTF8.GetString(shape.Mail);
        var head = whole[..whole.IndexOf("Your invoice is attached.", StringComparison.Ordinal)];

        var read = BounceReader.Read(Filled(head, "JVBERi0xLjcK\n"), []);

        read.Recipients.ShouldHaveSingleItem().Status.ShouldBe("5.1.1");
        BounceShape.Secret.Proves(read.Names[0]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("one line", "x")]
    [InlineData("headers", "Received: from a by b\n")]
    [InlineData("blank headers", "\n")]
    [InlineData("boundaries", "--b1\n")]
    [InlineData("nested", "Content-Type: message/rfc822\n\n")]
    [InlineData("groups", "Final-Recipient: rfc822; a@b.example\nAction: failed\n\n")]
    [InlineData("addresses", "To: invoice+inv1-email-aaaaaaa@mail.example\n")]
    [InlineData("zeros", "\0")]
    [InlineData("statuses", "5.1.")]
    [InlineData("blanks", " ")]
    [InlineData("brackets", "<")]
    public void Twenty_megabytes_of_anything_end_in_an_answer(string what, string unit)
    {
        var head = what switch
        {
            "boundaries" or "groups" =>
                "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; boundary=\"b1\"\n\n--b1\n"
                    + "Content-Type: message/delivery-status\n\n",
            _ => "From: MAILER-DAEMON@mx.example\n",
        };

        var read = BounceReader.Read(Filled(head, unit), [BounceShape.Verp]);

        read.Names.ShouldContain(one => BounceShape.Secret.Proves(one));
        read.Recipients.Count.ShouldBeLessThanOrEqualTo(20);
    }

    [Fact]
    public void A_report_cut_off_anywhere_never_says_another_thing_than_the_whole_one()
    {
        var shape = BounceShape.All["Postfix: unknown user"];
        for (var length = 0; length < shape.Mail.Length; length += 7)
        {
            var read = BounceReader.Read(shape.Mail.AsMemory(0, length), []);

            read.Recipients.ShouldAllBe(one => one.Action == ReportedAction.Failed);
            read.Names.Where(one => one.Check is { Length: BounceKey.CheckCharacters })
                .ShouldAllBe(one => BounceShape.Secret.Proves(one) || one.Key != BounceShape.Key);
        }
    }

    [Fact]
    public void No_bytes_are_no_mail() =>
        BounceReader.Read(Array.Empty<byte>(), []).Kind.ShouldBe(BounceKind.Unreadable);

    [Fact]
    public void What_chance_makes_of_a_report_proves_no_other_dispatch() =>
        MutatedBounces.Run(Mutations, seed: 20_261_130).ShouldBeGreaterThan(Mutations / 2);

    [Fact]
    public void A_check_is_seven_letters_that_survive_lower_case_and_another_key_makes_another()
    {
        var check = BounceShape.Secret.CheckOf("INV42-email");

        check.ShouldMatch("^[a-z2-7]{7}$");
        check.ShouldBe(BounceShape.Secret.CheckOf(BounceShape.Key));
        new BounceKey(new byte[BounceKey.KeyBytes], DateTimeOffset.UnixEpoch)
            .CheckOf(BounceShape.Key)
            .ShouldNotBe(check);
    }

    private static byte[] Filled(string head, string unit)
    {
        var bytes = new byte[TwentyMegabytes];
        var (begin, again) = (Encoding.UTF8.GetBytes(head), Encoding.UTF8.GetBytes(unit));
        begin.CopyTo(bytes, 0);
        for (var at = begin.Length; at + again.Length <= bytes.Length; at += again.Length)
            again.CopyTo(bytes, at);
        return bytes;
    }
}
