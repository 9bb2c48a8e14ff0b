using Budstikke.Callbacks;
using Microsoft.Extensions.Configuration;

namespace Budstikke.Tests.Callbacks;

public sealed class CallbackSettingsTests
{
    [Fact]
    public void Without_settings_callbacks_go_to_the_public_internet_on_web_ports()
    {
        var settings = CallbackSettings.Of(Configuration([]));

        settings.AllowPrivateAddresses.ShouldBeFalse();
        settings.AllowHttp.ShouldBeTrue();
        settings.Ports.ShouldBe(new CallbackSettings().Ports);
        settings.AlsoAllowed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("*", 1, true)]
    [InlineData("*", 65535, true)]
    [InlineData("443", 443, true)]
    [InlineData("443", 80, false)]
    [InlineData(" 443 , 8000 - 8001 ", 8001, true)]
    [InlineData("443,8000-8001", 8002, false)]
    public void Ports_are_numbers_and_ranges(string ports, int port, bool isAllowed) =>
        CallbackSettings
            .Of(Configuration(new() { ["Callbacks:Ports"] = ports }))
            .Ports.Any(range => range.Has(port))
            .ShouldBe(isAllowed);

    [Theory]
    [InlineData(null, 41_234, true)]
    [InlineData(null, 22, true)]
    [InlineData("443", 41_234, false)]
    [InlineData("80,443,8000-9999", 41_234, false)]
    public void With_private_addresses_every_port_is_allowed_unless_ports_are_set(
        string? ports,
        int port,
        bool isAllowed
    ) =>
        CallbackSettings
            .Of(Configuration(new() { ["Callbacks:AllowPrivateAddresses"] = "true", ["Callbacks:Ports"] = ports }))
            .Ports.Any(range => range.Has(port))
            .ShouldBe(isAllowed);

    [Theory]
    [InlineData("Ports", "")]
    [InlineData("Ports", "443,")]
    [InlineData("Ports", "0")]
    [InlineData("Ports", "65536")]
    [InlineData("Ports", "90-80")]
    [InlineData("Ports", "1-2-3")]
    [InlineData("Ports", "-443")]
    [InlineData("Ports", "https")]
    [InlineData("AllowHttp", "yes")]
    [InlineData("AllowPrivateAddresses", "1")]
    public void A_setting_that_says_nothing_is_named(string name, string value) =>
        Should
            .Throw<InvalidOperationException>(() =>
                CallbackSettings.Of(Configuration(new() { [$"Callbacks:{name}"] = value }))
            )
            .Message.ShouldStartWith($"Callbacks__{name} must be ");

    private static IConfiguration Configuration(Dictionary<string, string?> values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values).Build();
}
