//! User agents of the in-app browsers in which most of an audience lives, with the app's name as it is counted.

/// Of each family those of telephones, of tablets, of old and new versions.
pub const IN_APP: &[(&str, &str)] = &[
    (
        "instagram",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 327.1.3.32.91 (iPhone14,5; iOS 17_4_1; en_US; en; scale=3.00; 1170x2532; 589480736)",
    ),
    (
        "instagram",
        "Mozilla/5.0 (Linux; Android 13; SM-A536B Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/122.0.6261.64 Mobile Safari/537.36 Instagram 321.0.0.39.106 Android (33/13; 450dpi; 1080x2177; samsung; SM-A536B; a53x; s5e8825; de_DE; 572648372)",
    ),
    (
        "tiktok",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 musical_ly_31.4.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/en Region/US RevealType/Dialog isDarkMode/1 WKWebView/1 BytedanceWebview/d8a21c6 FalconTag/9A1B2C",
    ),
    (
        "tiktok",
        "Mozilla/5.0 (Linux; Android 12; M2101K6G Build/SKQ1.210908.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.6099.144 Mobile Safari/537.36 trill_320605 JsSdk/1.0 NetType/WIFI Channel/googleplay AppName/musical_ly app_version/32.6.5 ByteLocale/de-DE ByteFullLocale/de-DE Region/DE BytedanceWebview/d8a21c6",
    ),
    (
        "facebook",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/454.0.0.35.109;FBBV/568940192;FBDV/iPhone15,2;FBMD/iPhone;FBSN/iOS;FBSV/17.4;FBSS/3;FBID/phone;FBLC/en_US;FBOP/5;FBRV/570512839]",
    ),
    (
        "facebook",
        "Mozilla/5.0 (Linux; Android 13; Pixel 6 Build/TQ3A.230901.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/122.0.6261.90 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/455.0.0.44.88;]",
    ),
    (
        "messenger",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/MessengerForiOS;FBAV/413.0.0.30.107;FBBV/484512871;FBDV/iPhone12,1;FBMD/iPhone;FBSN/iOS;FBSV/16.5;FBSS/2;FBCR/;FBID/phone;FBLC/de_DE;FBOP/0]",
    ),
    (
        "snapchat",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Mobile/15E148 Snapchat/12.66.0.29 (like Safari/8617.1.17.10.9, panda)",
    ),
    (
        "snapchat",
        "Mozilla/5.0 (Linux; Android 11; SM-A125U Build/RP1A.200720.012; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/103.0.5060.129 Mobile Safari/537.36Snapchat/11.92.0.36 (SM-A125U; Android 11#A125USQU3CVG2#30; gzip; )",
    ),
    (
        "pinterest",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [Pinterest/iOS]",
    ),
    (
        "pinterest",
        "Mozilla/5.0 (Linux; Android 12; SM-G991U Build/SP1A.210812.016; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/107.0.5304.105 Mobile Safari/537.36 [Pinterest/Android]",
    ),
    (
        "wechat",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 15_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.28(0x18001c2b) NetType/WIFI Language/zh_CN",
    ),
    (
        "google_app",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/309.1.625967228 Mobile/15E148 Safari/604.1",
    ),
    (
        "viber",
        "Mozilla/5.0 (Linux; Android 11; Redmi Note 9 Build/RP1A.200720.011; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/110.0.5481.65 Mobile Safari/537.36 Viber/19.1.0.7",
    ),
    (
        "line",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari Line/13.2.0",
    ),
    (
        "kakaotalk",
        "Mozilla/5.0 (Linux; Android 13; SM-S901N Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/110.0.5481.154 Mobile Safari/537.36;KAKAOTALK 2410080",
    ),
    (
        "twitter",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Twitter for iPhone/10.6",
    ),
    (
        "linkedin",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [LinkedInApp]/9.28.7586",
    ),
    (
        "instagram",
        "Mozilla/5.0 (Linux; Android 15; CPH2557 Build/AP3A.240617.008; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0.7444.142 Mobile Safari/537.36 Instagram 406.0.0.58.159 Android (35/15; 480dpi; 1080x2400; OPPO; CPH2557; OP573DL1; mt6877; en_GB; 812345678)",
    ),
    (
        "instagram",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 356.0.0.28.84 (iPhone17,2; iOS 18_1; es_MX; es; scale=3.00; 1320x2868; 655123456; IABMV/1) NW/1",
    ),
    (
        "instagram",
        "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 309.1.1.28.109 (iPad11,6; iPadOS 16_6; en_US; en; scale=2.00; 750x1334; 537288535)",
    ),
    (
        "facebook",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/490.0.0.44.107;FBBV/672345678;FBDV/iPhone16,1;FBMD/iPhone;FBSN/iOS;FBSV/18.2;FBSS/3;FBCR/T-Mobile;FBID/phone;FBLC/de_DE;FBOP/80]",
    ),
    (
        "facebook",
        "Mozilla/5.0 (Linux; Android 16; Pixel 10 Pro XL Build/CP1A.260305.018; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/146.0.7680.174 Mobile Safari/537.36 MetaIAB Facebook",
    ),
    (
        "facebook",
        "Mozilla/5.0 (Linux; Android 12; CUBOT X50 Build/SP1A.210812.016; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.6099.230 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/446.0.0.32.118;IABMV/1;]",
    ),
    (
        "facebook",
        "Mozilla/5.0 (Linux; Android 8.1.0; Moto G (5) Build/OPP28.85-13; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/70.0.3538.110 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/354.0.0.25.108;FBPN/com.facebook.katana;FBLC/pt_BR;]",
    ),
    (
        "messenger",
        "Mozilla/5.0 (Linux; Android 13; SM-G991B Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/119.0.6045.163 Mobile Safari/537.36[FB_IAB/Orca-Android;FBAV/433.0.0.26.113;]",
    ),
    (
        "messenger",
        "Mozilla/5.0 (Linux; Android 14; SM-A546B Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/131.0.6778.200 Mobile Safari/537.36 [FB_IAB/MESSENGER;FBAV/485.1.0.68.109;]",
    ),
    (
        "threads",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Barcelona 345.0.0.27.109 (iPhone15,3; iOS 17_6_1; en_US; en; scale=3.00; 1290x2796; 625111222)",
    ),
    (
        "threads",
        "Mozilla/5.0 (Linux; Android 15; SM-S928U Build/AP3A.240905.015; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/134.0.6998.135 Mobile Safari/537.36 Barcelona 371.0.0.45.109 Android (35/15; 450dpi; 1080x2340; samsung; SM-S928U; e3q; qcom; en_US; 712345678)",
    ),
    (
        "tiktok",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 musical_ly_35.1.0 JsSdk/2.0 NetType/4G Channel/App Store ByteLocale/fr Region/FR FalconTag/1A2B isDarkMode/0 WKWebView/1 RevealType/Dialog",
    ),
    (
        "tiktok",
        "Mozilla/5.0 (Linux; Android 14; 2201116PG Build/UKQ1.231003.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/129.0.6668.70 Mobile Safari/537.36 musical_ly_2023605030 JsSdk/1.0 NetType/MOBILE Channel/googleplay AppName/musical_ly app_version/36.5.3 ByteLocale/en ByteFullLocale/en Region/GB AppId/1233 Spark/1.6.5.2-bugfix AppVersion/36.5.3 BytedanceWebview/d8a21c6",
    ),
    (
        "tiktok",
        "Mozilla/5.0 (Linux; Android 11; V2041 Build/RP1A.200720.012; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/118.0.5993.80 Mobile Safari/537.36 trill_2023004040 JsSdk/1.0 NetType/WIFI Channel/googleplay AppName/trill app_version/30.4.4 ByteLocale/id-ID Region/ID",
    ),
    (
        "snapchat",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Snapchat/13.45.1.38 (like Safari/8621.2.5.10.10, panda)",
    ),
    (
        "snapchat",
        "Mozilla/5.0 (Linux; Android 13; SM-A136U Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36Snapchat/12.50.0.37 (SM-A136U; Android 13#A136USQS5CWG1#33; gzip; )",
    ),
    (
        "pinterest",
        "Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [Pinterest/iOS]",
    ),
    (
        "pinterest",
        "Mozilla/5.0 (Linux; Android 15; Pixel 8 Build/AP4A.250205.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/133.0.6943.49 Mobile Safari/537.36 [Pinterest/Android]",
    ),
    (
        "twitter",
        "Mozilla/5.0 (Linux; Android 13; SM-A528B Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/115.0.5790.166 Mobile Safari/537.36 TwitterAndroid",
    ),
    (
        "twitter",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/22A3354 Safari/604.1 Twitter for iPhone/10.64",
    ),
    (
        "linkedin",
        "Mozilla/5.0 (Linux; Android 14; Pixel 7 Build/AP2A.240805.005; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/127.0.6533.103 Mobile Safari/537.36 [LinkedInApp]/4.1.973",
    ),
    (
        "reddit",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Reddit/2024.15.0/iOS",
    ),
    (
        "reddit",
        "Mozilla/5.0 (Linux; Android 14; SM-G998U Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/124.0.6367.82 Mobile Safari/537.36 Reddit/2024.17.0",
    ),
    (
        "telegram",
        "Mozilla/5.0 (Linux; Android 13; M2102J20SG Build/TKQ1.220829.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/124.0.6367.123 Mobile Safari/537.36 Telegram-Android/10.12.0 (Xiaomi M2102J20SG; Android 13; SDK 33; HIGH)",
    ),
    (
        "wechat",
        "Mozilla/5.0 (Linux; Android 12; M2011K2C Build/SKQ1.220303.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/107.0.5304.141 Mobile Safari/537.36 XWEB/5061 MMWEBSDK/20230405 MMWEBID/7123 MicroMessenger/8.0.35.2360(0x2800235D) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64",
    ),
    (
        "qq",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 QQ/8.9.50.626 V1_IPH_SQ_8.9.50_1_APP_A Pixel/1170 Core/WKWebView Device/Apple(iPhone 13) NetType/WIFI QBWebViewType/1 WKType/1",
    ),
    (
        "weibo",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Weibo (iPhone14,5__weibo__13.8.0__iphone__os16.6)",
    ),
    (
        "google_app",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/355.0.725417296 Mobile/15E148 Safari/604.1",
    ),
    (
        "google_app",
        "Mozilla/5.0 (Linux; Android 14; Pixel 6a Build/AP2A.240805.005; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/127.0.6533.64 Mobile Safari/537.36 GSA/15.31.39.28.arm64",
    ),
    (
        "line",
        "Mozilla/5.0 (Linux; Android 13; SO-51B Build/61.2.A.0.472; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/122.0.6261.119 Mobile Safari/537.36 Line/14.3.2/IAB",
    ),
    (
        "kakaotalk",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 KAKAOTALK/10.6.0 (INAPP)",
    ),
    (
        "naver",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 NAVER(inapp; search; 1120; 12.4.2; 14PRO)",
    ),
    (
        "zalo",
        "Mozilla/5.0 (Linux; Android 11; CPH2217 Build/RP1A.200720.011; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.6099.210 Mobile Safari/537.36 Zalo android/12020577 ZaloTheme/light ZaloLanguage/vi",
    ),
    (
        "discord",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Discord/214.0",
    ),
    (
        "baidu",
        "Mozilla/5.0 (Linux; Android 10; ELE-AL00 Build/HUAWEIELE-AL00; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/97.0.4692.98 Mobile Safari/537.36 T7/13.41 SP-engine/2.79.0 baiduboxapp/13.41.5.10 (Baidu; P1 10)",
    ),
    (
        "alipay",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 ChannelId(4) NebulaSDK/1.8.100112 Nebula WK PSDType(1) AlipayDefined(nt:WIFI,ws:390|780|3.0) AliApp(AP/10.3.90) AlipayClient/10.3.90 Language/zh-Hans",
    ),
    (
        "tumblr",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Tumblr/iPhone/28.0.1/280010/16.0",
    ),
    (
        "vk",
        "Mozilla/5.0 (Linux; Android 12; Redmi Note 10 Build/SKQ1.210908.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/112.0.5615.136 Mobile Safari/537.36 VKAndroidApp/8.19-16155",
    ),
    (
        "flipboard",
        "Mozilla/5.0 (Linux; Android 11; SM-T500 Build/RP1A.200720.012; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/112.0.5615.135 Mobile Safari/537.36 Flipboard/4.3.10/5230",
    ),
    (
        "lemon8",
        "Mozilla/5.0 (Linux; Android 13; SM-S911B Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/125.0.6422.147 Mobile Safari/537.36 Lemon8/7.4.0 NetType/WIFI",
    ),
];
