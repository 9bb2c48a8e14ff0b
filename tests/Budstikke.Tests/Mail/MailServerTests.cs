using Budstikke.Mail;

namespace Budstikke.Tests.Mail;

public sealed class MailServerTests
{
    [Fact]
    public void A_setting_without_parameters_asks_for_STARTTLS()
    {
        var server = MailServer.Parse("smtp://mail.example.no:587").Server.ShouldNotBeNull();

        server.Host.ShouldBe("mail.example.no");
        server.Port.ShouldBe(587);
        server.Security.ShouldBe(TransportSecurity.StartTls);
        server.Credentials.ShouldBeNull();
    }

    [Theory]
    [InlineData("none", TransportSecurity.None)]
    [InlineData("starttls", TransportSecurity.StartTls)]
    [InlineData("implicit", TransportSecurity.Implicit)]
    public void The_tls_parameter_names_the_way(string tls, object security) =>
        MailServer
            .Parse($"smtp://[::1]:2525?tls={tls}")
            .Server.ShouldNotBeNull()
            .Security.ShouldBe((TransportSecurity)security);

    [Fact]
    public void User_and_password_are_percent_decoded()
    {
        var server = MailServer
            .Parse("smtp://kari%40example.no:p%3A%2F%40%20%C3%A5@mail.example.no:587")
            .Server.ShouldNotBeNull();

        server.Credentials.ShouldNotBeNull().User.ShouldBe("kari@example.no");
        server.Credentials.Reveal().ShouldBe("p:/@ å");
    }

    [Fact]
    public void No_text_of_a_server_shows_its_password()
    {
        var server = MailServer.Parse("smtp://kari:hemmelig@mail.example.no:465?tls=implicit").Server.ShouldNotBeNull();

        server.ToString().ShouldBe("smtp://kari:***@mail.example.no:465?tls=implicit");
        $"{server.Credentials}".ShouldNotContain("hemmelig");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("mail.example.no:587")]
    [InlineData("http://mail.example.no:587")]
    [InlineData("smtp://mail.example.no")]
    [InlineData("smtp://:587")]
    [InlineData("smtp://mail.example.no:0")]
    [InlineData("smtp://mail.example.no:99999")]
    [InlineData("smtp://mail.example.no:587/inbox")]
    [InlineData("smtp://mail.example.no:587#x")]
    [InlineData("smtp://mail.example.no:587?tls=maybe")]
    [InlineData("smtp://mail.example.no:587?tls=none&x=1")]
    [InlineData("smtp://mail.example.no:587?starttls")]
    [InlineData("smtp://hemmelig@mail.example.no:587")]
    [InlineData("smtp://kari:@mail.example.no:587")]
    [InlineData("smtp://kari:hem%00melig@mail.example.no:587")]
    [InlineData("smtp://kari:hem/melig@mail.example.no:587")]
    [InlineData("smtp://kari:hemmelig@mail.example.no:25?tls=none")]
    public void A_wrong_setting_has_a_reason_that_does_not_repeat_it(string? setting)
    {
        var (server, reason) = MailServer.Parse(setting);

        server.ShouldBeNull();
        reason.ShouldNotBeNullOrEmpty();
        reason.ShouldNotContain("hem");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3")]
    [InlineData("[::1]")]
    public void A_password_may_go_in_plain_text_to_this_machine(string host) =>
        MailServer.Parse($"smtp://kari:hemmelig@{host}:25?tls=none").Reason.ShouldBeNull();
}
