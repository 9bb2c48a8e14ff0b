using Budstikke.Distribution.Email;
using Budstikke.Tests.Distribution.Email.Bounces;

namespace Budstikke.Tests.Distribution.Email;

public sealed class EmailSettingsTests
{
    private const string Smtp = "smtp://127.0.0.1:2525?tls=none";

    [Fact]
    public void Without_a_sender_it_is_invoice_at_this_host() =>
        Parse(Smtp, null).From.ToString().ShouldBe("invoice@mail.example");

    [Fact]
    public void A_given_sender_wins() =>
        Parse(Smtp, " Faktura@Example.NO ").From.ToString().ShouldBe("Faktura@example.no");

    [Fact]
    public void Every_wrong_setting_is_named() =>
        EmailSettings
            .Parse("http://x", "nobody", "mail.example")
            .Reasons.ShouldBe([
                "Email__Smtp must be smtp://[user:password@]host:port[?tls=none|starttls|implicit]; "
                    + "percent-encode special characters in user and password.",
                "Email__From must be name@domain.",
            ]);

    [Theory]
    [InlineData("blåbær@example.no", "must have a name of plain ASCII letters, digits and signs")]
    [InlineData("\"a b\"@example.no", "must have a name of plain ASCII letters, digits and signs")]
    [InlineData("a234567890b234567890c234@example.no", "must have at most 23 characters before the @")]
    public void A_sender_that_leaves_no_room_for_a_key_is_refused(string from, string reason) =>
        EmailSettings.Parse(Smtp, from, "mail.example").Reasons.ShouldBe([$"Email__From {reason}."]);

    [Fact]
    public void A_host_without_a_usable_name_needs_a_sender() =>
        EmailSettings
            .Parse(Smtp, null, "my host")
            .Reasons.ShouldBe(["Email__From must be given, since this machine's name \"my host\" is no domain."]);

    [Fact]
    public void The_envelope_sender_names_the_dispatch_in_lower_case() =>
        Parse(Smtp, "Faktura@example.no")
            .EnvelopeSender("INV1-Email", BounceShape.Secret)
            .ToString()
            .ShouldBe($"faktura+inv1-email-{BounceShape.Secret.CheckOf("inv1-email")}@example.no");

    [Fact]
    public void The_longest_sender_and_key_make_64_characters() =>
        Parse(Smtp, "a234567890b234567890c23@example.no")
            .EnvelopeSender(new string('k', 32), BounceShape.Secret)
            .ToString()
            .IndexOf('@')
            .ShouldBe(64);

    [Theory]
    [InlineData("")]
    [InlineData("a@b")]
    [InlineData("k23456789012345678901234567890123")]
    public void A_key_that_is_none_of_ours_is_a_defect(string key) =>
        Should.Throw<ArgumentException>(() => Parse(Smtp, null).EnvelopeSender(key, BounceShape.Secret));

    private static EmailSettings Parse(string smtp, string? from) =>
        EmailSettings.Parse(smtp, from, "mail.example").Settings.ShouldNotBeNull();
}
