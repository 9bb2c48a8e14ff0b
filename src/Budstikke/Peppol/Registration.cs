namespace Budstikke.Peppol;

internal static class Registration
{
    /// <summary>Finds participants' access points, and watches over our own certificate.</summary>
    /// <exception cref="Storage.SettingRefusedException">A setting is wrong; the message names it.</exception>
    public static IServiceCollection AddPeppol(this IServiceCollection services, IConfiguration settings) =>
        services
            .AddSingleton(PeppolSettings.Of(settings))
            .AddSingleton<PeppolTrust>()
            .AddSingleton<SmlClient>()
            .AddSingleton<PeppolHttp>()
            .AddSingleton<LookUp>()
            .AddSingleton<KeptAnswers>()
            .AddSingleton<KeepAnswers>(provider => provider.GetRequiredService<KeptAnswers>().Keep)
            .AddSingleton<PeppolDirectory>()
            .AddSingleton<OwnCertificate>()
            .AddSingleton<CertificateWatch>()
            .AddHostedService(provider => provider.GetRequiredService<CertificateWatch>());
}
