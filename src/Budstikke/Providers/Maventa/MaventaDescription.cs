namespace Budstikke.Providers.Maventa;

/// <summary>
/// Visma's Maventa AutoXChange (REST, version 0.85 of its published description): EHF to companies, and the bank's
/// e-invoice to persons in Norway.
/// </summary>
internal static class MaventaDescription
{
    public const string Name = "maventa";

    public static ProviderDescription Provider { get; } =
        new()
        {
            Name = Name,
            Title = "Maventa",
            CompanyWord = "the company's UUID",
            WhyNoCompany = text => Guid.TryParse(text, out _) ? null : "must be the UUID that Maventa gave the company",
            WhyNotSetUp = settings =>
                settings["Maventa:VendorKey"] is { Length: > 0 } ? null : "Maventa__VendorKey is not given",
            SetUp = SetUp,
        };

    /// <summary>By <c>Maventa__VendorKey</c>, and <c>Maventa__Url</c> where it is not the production's.</summary>
    private static IReadOnlyList<string> SetUp(IServiceCollection services, IConfiguration settings)
    {
        if (settings["Maventa:VendorKey"] is not { Length: > 0 } vendorKey)
            return settings["Maventa:Url"] is { Length: > 0 }
                ? ["Maventa__VendorKey is missing: Maventa gives it to whoever integrates, beside Maventa__Url."]
                : [];
        var (maventa, reason) = MaventaSettings.Parse(settings["Maventa:Url"], vendorKey);
        if (maventa is null)
            return [reason!];
        services
            .AddSingleton(maventa)
            .AddSingleton<MaventaProvider>()
            .AddSingleton(given => given.GetRequiredService<MaventaProvider>().AsProvider());
        return [];
    }
}
